using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>A user's sessions are the sorted set <c>sessions:{userId}</c>: session ids by the second of their expiry, with a fraction.</summary>
public sealed class RedisSessionIndex(RedisConnection redis) : ISessionIndex
{
    public async Task<string[]> AddAsync(string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, int max, CancellationToken cancellationToken)
    {
        var ended = await redis.ExecuteAsync(
            "ZADD",
            async (database, flags) =>
            {
                var key = RedisKeys.SessionIndex(userId);
                var expired = database.SortedSetRangeByScoreAsync(key, stop: now.ToUnixTimeSeconds(), flags: flags);
                await Task.WhenAll(
                    expired,
                    database.SortedSetAddAsync(key, sessionId, (now + lifetime).ToUnixTimeMilliseconds() / 1000d, flags: flags),
                    database.KeyExpireAsync(key, lifetime, flags: flags));
                var surplus = await database.SortedSetRangeByRankAsync(key, 0, -max - 1, flags: flags);
                return (await expired).Union(surplus).ToArray();
            },
            cancellationToken);
        return ended.ToStringArray()!;
    }

    public async Task<string[]> ListAsync(string userId, CancellationToken cancellationToken)
    {
        var ids = await redis.ExecuteAsync("ZRANGE", (database, flags) => database.SortedSetRangeByRankAsync(RedisKeys.SessionIndex(userId), flags: flags), cancellationToken);
        return ids.ToStringArray()!;
    }

    public Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("ZREM", (database, flags) => database.SortedSetRemoveAsync(RedisKeys.SessionIndex(userId), sessionIds.ToRedisValueArray(), flags: flags), cancellationToken);
}
