using Portable.Redis;

namespace Lessons;

/// <summary>
/// A count is a number with a time to live, which is set when it begins and not again. A count that has none, because
/// whoever began it got no further, is given one by the next. No transaction: the embedded Garnet has none. Where the
/// connection is lost before the reply, the command is sent again, and the count may be off by one.
/// </summary>
public sealed class RedisAttemptStore(RedisConnection redis) : IAttemptStore
{
    public Task<(long Count, TimeSpan Left)> AddAsync(string key, int number, TimeSpan window, CancellationToken cancellationToken) =>
        redis.ExecuteAsync(
            "INCRBY",
            async (database, flags) =>
            {
                var counting = database.StringIncrementAsync(key, number, flags: flags);
                var asking = database.KeyTimeToLiveAsync(key, flags: flags);
                await Task.WhenAll(counting, asking);
                var (count, left) = (await counting, await asking);
                if (left is null)
                    await database.KeyExpireAsync(key, window, flags: flags);
                return (count, left ?? window);
            },
            cancellationToken);

    public Task<bool> IsKnownAsync(string key, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("EXISTS", (database, flags) => database.KeyExistsAsync(key, flags: flags), cancellationToken);

    public Task RememberAsync(string key, TimeSpan time, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("SET", (database, flags) => database.StringSetAsync(key, 1, time, flags: flags), cancellationToken);
}
