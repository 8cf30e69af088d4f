using Portable.Redis;

namespace Lessons;

/// <summary>Completed lessons by user. Every method throws <see cref="StoreException"/> when a Redis command fails.</summary>
public interface IProgressStore
{
    /// <summary>The lessons that the user has completed.</summary>
    Task<CompletedLessons> GetCompletedAsync(string userId, CancellationToken cancellationToken);

    /// <summary>How many lessons the user has completed.</summary>
    Task<long> CountCompletedAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Whether the user has completed the lesson.</summary>
    Task<bool> IsCompletedAsync(string userId, string lessonSlug, CancellationToken cancellationToken);

    /// <summary>Stores the time of completion. It replaces an earlier time.</summary>
    Task MarkCompleteAsync(string userId, string lessonSlug, string completedAt, CancellationToken cancellationToken);

    /// <summary>Removes the lesson from the completed lessons, if it is one of them.</summary>
    Task UndoCompleteAsync(string userId, string lessonSlug, CancellationToken cancellationToken);
}
