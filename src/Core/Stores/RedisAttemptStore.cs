using Portable.Redis;

namespace Lessons;

/// <summary>
/// A count is a number with a time to live. The commands are not in a transaction, because the embedded Garnet supports none. If the
/// connection is lost before the reply, the client sends the command again, and the count may be wrong by one.
/// </summary>
public sealed class RedisAttemptStore(RedisConnection redis) : IAttemptStore
{
    public Task<(long Count, TimeSpan? Left)> AddAsync(string key, int number) =>
        redis.ExecuteAsync(
            "INCRBY",
            async (database, flags) =>
            {
                var counting = database.StringIncrementAsync(key, number, flags: flags);
                var asking = database.KeyTimeToLiveAsync(key, flags: flags);
                await Task.WhenAll(counting, asking);
                return (await counting, await asking);
            },
            CancellationToken.None);

    public Task ExpireAsync(string key, TimeSpan window) =>
        redis.ExecuteAsync("EXPIRE", (database, flags) => database.KeyExpireAsync(key, window, flags: flags), CancellationToken.None);

    public Task<bool> IsKnownAsync(string key, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("EXISTS", (database, flags) => database.KeyExistsAsync(key, flags: flags), cancellationToken);

    public Task RememberAsync(string key, TimeSpan time, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("SET", (database, flags) => database.StringSetAsync(key, 1, time, flags: flags), cancellationToken);
}
