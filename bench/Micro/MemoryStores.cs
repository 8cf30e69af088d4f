using System.Text;

namespace Lessons.Micro;

/// <summary>One user with one session, whose lessons are in memory: what is left is the service's own work.</summary>
internal sealed class MemoryStores(int lessons) : ISessionStore, IProgressStore
{
    public const string SessionId = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";

    private readonly Task<string?> _user = Task.FromResult<string?>("bench");

    private readonly Task<CompletedLessons> _completed = Task.FromResult(Create(lessons));

    public Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken) => _user;

    public Task<CompletedLessons> GetCompletedAsync(string userId, CancellationToken cancellationToken) => _completed;

    public Task MarkCompleteAsync(string userId, string lessonSlug, string completedAt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CreateAsync(string sessionId, string userId, TimeSpan lifetime, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> FindUserAndExtendAsync(string sessionId, TimeSpan lifetime, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string sessionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> FindAndDeleteAsync(string sessionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountCompletedAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> IsCompletedAsync(string userId, string lessonSlug, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task UndoCompleteAsync(string userId, string lessonSlug, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static CompletedLessons Create(int lessons)
    {
        var builder = new CompletedLessons.Builder(lessons);
        for (var i = 1; i <= lessons; i++)
            builder.Add(Encoding.UTF8.GetBytes($"lesson-{i}"), "2026-11-24T04:57:30Z"u8);
        return builder.Build();
    }
}
