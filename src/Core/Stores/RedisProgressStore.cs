using Portable.Redis;

namespace Lessons;

/// <summary>A user's progress is the hash <c>lessons:{userId}</c>: slug to time.</summary>
public sealed class RedisProgressStore(RedisConnection redis) : IProgressStore
{
    public async Task<CompletedLesson[]> GetCompletedAsync(string userId, CancellationToken cancellationToken)
    {
        var entries = await redis.ExecuteAsync("HGETALL", (database, flags) => database.HashGetAllAsync(RedisKeys.Lessons(userId), flags: flags), cancellationToken);
        var lessons = Array.ConvertAll(entries, entry => new CompletedLesson(entry.Name.ToString(), entry.Value.ToString()));
        Array.Sort(lessons, CompletedLesson.BySlug);
        return HasRepeats(lessons) ? [.. lessons.DistinctBy(lesson => lesson.Slug, StringComparer.Ordinal)] : lessons;
    }

    // Two fields that are no UTF-8 may read alike.
    private static bool HasRepeats(CompletedLesson[] sorted)
    {
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Slug == sorted[i - 1].Slug)
                return true;
        }

        return false;
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
