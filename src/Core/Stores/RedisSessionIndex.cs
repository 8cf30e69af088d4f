using Portable.Redis;
using StackExchange.Redis;

namespace Lessons;

/// <summary>
/// A user's sessions are the sorted set <c>sessions:{userId}</c>. A member is a session id. Its score is the time of expiry in
/// seconds, with a fraction.
/// </summary>
public sealed class RedisSessionIndex(RedisConnection redis) : ISessionIndex
{
    // The tolerance for the comparison of scores, in seconds. A score has whole milliseconds. It is a double with some 10 digits
    // before the point, so its rounding error is less than half a millisecond.
    private const double Rounding = 0.0005;

    public async Task<DateTimeOffset?> FindEndAsync(string userId, CancellationToken cancellationToken)
    {
        var end = await redis.ExecuteAsync("ZRANGE", (database, flags) => EndAsync(database, RedisKeys.SessionIndex(userId), flags), cancellationToken);
        return end > 0 ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(end * 1000)) : null;
    }

    public async Task<string[]> AddAsync(
        string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, DateTimeOffset? knownEnd, int max, CancellationToken cancellationToken)
    {
        var end = now + lifetime;
        var ended = await redis.ExecuteAsync(
            "ZADD",
            async (database, flags) =>
            {
                // The client sends these commands together, and a server runs them in their order.
                var key = RedisKeys.SessionIndex(userId);
                var expired = database.SortedSetRangeByScoreAsync(key, stop: now.ToUnixTimeSeconds(), flags: flags);
                var adding = database.SortedSetAddAsync(key, sessionId, Score(end), flags: flags);
                var surplus = database.SortedSetRangeByRankAsync(key, 0, -max - 1, flags: flags);
                var last = Score(knownEnd > end ? knownEnd.Value : end);
                var extending = ExtendAsync(database, key, now, last, flags);
                await Task.WhenAll(expired, adding, surplus, extending);
                if (!await extending) // a cluster node that is handing the key over may have run EXPIRE before ZADD
                    await ExtendAsync(database, key, now, last, flags);
                return (await expired).Union(await surplus).ToArray();
            },
            cancellationToken);
        return ended.ToStringArray()!;
    }

    // Sets the time to live of the index. Another deployment may give its sessions another lifetime, so the highest score
    // decides. The highest score is read again after the EXPIRE: a login at the same time may have added a longer session and
    // have set its own EXPIRE before this EXPIRE. The time is relative, as a session's time to live is, because this machine's clock
    // may differ from the clock of Redis. Returns false when there was no key.
    private static async Task<bool> ExtendAsync(IDatabaseAsync database, RedisKey key, DateTimeOffset now, double last, CommandFlags flags)
    {
        while (true)
        {
            var left = Math.Max(1, Math.Ceiling(last - Score(now) - Rounding));
            var extending = database.KeyExpireAsync(key, TimeSpan.FromSeconds(left), flags: flags);
            var reading = EndAsync(database, key, flags);
            await Task.WhenAll(extending, reading);
            var end = await reading;
            if (!await extending)
                return false;
            if (end <= last + Rounding)
                return true;
            last = Math.Max(last, end);
        }
    }

    private static double Score(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000d;

    private static async Task<double> EndAsync(IDatabaseAsync database, RedisKey key, CommandFlags flags) =>
        (await database.SortedSetRangeByRankWithScoresAsync(key, -1, -1, flags: flags)) is [var longest] ? longest.Score : 0;

    public async Task<string[]> ListAsync(string userId, CancellationToken cancellationToken)
    {
        var ids = await redis.ExecuteAsync("ZRANGE", (database, flags) => database.SortedSetRangeByRankAsync(RedisKeys.SessionIndex(userId), flags: flags), cancellationToken);
        return ids.ToStringArray()!;
    }

    public Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("ZREM", (database, flags) => database.SortedSetRemoveAsync(RedisKeys.SessionIndex(userId), sessionIds.ToRedisValueArray(), flags: flags), cancellationToken);
}
