using Portable.Redis;

namespace Lessons;

/// <summary>A user's progress is the hash <c>lessons:{userId}</c>: slug to time.</summary>
public sealed class RedisProgressStore(RedisConnection redis) : IProgressStore
{
    public async Task<IReadOnlyDictionary<string, string>> GetCompletedAsync(string userId, CancellationToken cancellationToken)
    {
        var entries = await redis.ExecuteAsync("HGETALL", (database, flags) => database.HashGetAllAsync(RedisKeys.Lessons(userId), flags: flags), cancellationToken);
        var lessons = new Dictionary<string, string>(entries.Length, StringComparer.Ordinal);
        foreach (var entry in entries)
            lessons[entry.Name.ToString()] = entry.Value.ToString(); // two fields that are no UTF-8 may read alike

        return lessons;
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
