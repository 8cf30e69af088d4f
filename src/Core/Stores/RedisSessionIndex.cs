using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>A user's sessions are the sorted set <c>sessions:{userId}</c>: session ids by the second of their expiry.</summary>
public sealed class RedisSessionIndex(RedisConnection redis) : ISessionIndex
{
    public async Task<string[]> AddAsync(string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, int max, CancellationToken cancellationToken)
    {
        var surplus = await redis.ExecuteAsync(
            "ZADD",
            async database =>
            {
                var key = RedisKeys.SessionIndex(userId);
                await Task.WhenAll(
                    database.SortedSetAddAsync(key, sessionId, (now + lifetime).ToUnixTimeSeconds()),
                    database.SortedSetRemoveRangeByScoreAsync(key, double.NegativeInfinity, now.ToUnixTimeSeconds()),
                    database.KeyExpireAsync(key, lifetime));
                return await database.SortedSetRangeByRankAsync(key, 0, -max - 1);
            },
            cancellationToken);
        return surplus.ToStringArray()!;
    }

    public async Task<string[]> ListAsync(string userId, CancellationToken cancellationToken)
    {
        var ids = await redis.ExecuteAsync("ZRANGE", database => database.SortedSetRangeByRankAsync(RedisKeys.SessionIndex(userId)), cancellationToken);
        return ids.ToStringArray()!;
    }

    public Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("ZREM", database => database.SortedSetRemoveAsync(RedisKeys.SessionIndex(userId), sessionIds.ToRedisValueArray()), cancellationToken);
}
