using Portable.Redis;
using StackExchange.Redis;

namespace Lessons;

/// <summary>
/// A user's progress is the hash <c>lessons:{userId}</c>. A field is a slug, and its value is the time of completion.
/// </summary>
public sealed class RedisProgressStore(RedisConnection redis) : IProgressStore
{
    public async Task<CompletedLessons> GetCompletedAsync(string userId, CancellationToken cancellationToken)
    {
        var entries = await redis.ExecuteAsync("HGETALL", (database, flags) => database.HashGetAllAsync(RedisKeys.Lessons(userId), flags: flags), cancellationToken);
        return entries.Length == 0 ? CompletedLessons.None : Read(entries);
    }

    private static CompletedLessons Read(HashEntry[] entries)
    {
        var lessons = new CompletedLessons.Builder(entries.Length);
        foreach (var entry in entries)
        {
            lessons.Add(entry.Name.GetByteCount(), entry.Value.GetByteCount(), out var slug, out var time);
            if (entry.Name.CopyTo(slug) != slug.Length || entry.Value.CopyTo(time) != time.Length)
                throw new InvalidOperationException("The Redis library copied a different number of bytes from the number that it had counted.");
        }

        return lessons.Build();
    }

    public Task<long> CountCompletedAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("HLEN", (database, flags) => database.HashLengthAsync(RedisKeys.Lessons(userId), flags: flags), cancellationToken);

    public Task<bool> IsCompletedAsync(string userId, string lessonSlug, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("HEXISTS", (database, flags) => database.HashExistsAsync(RedisKeys.Lessons(userId), lessonSlug, flags: flags), cancellationToken);

    public Task MarkCompleteAsync(string userId, string lessonSlug, string completedAt, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("HSET", (database, flags) => database.HashSetAsync(RedisKeys.Lessons(userId), lessonSlug, completedAt, flags: flags), cancellationToken);

    public Task UndoCompleteAsync(string userId, string lessonSlug, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("HDEL", (database, flags) => database.HashDeleteAsync(RedisKeys.Lessons(userId), lessonSlug, flags: flags), cancellationToken);
}
