using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>A count is a number with a time to live, which is set when it begins and not again.</summary>
public sealed class RedisAttemptStore(RedisConnection redis) : IAttemptStore
{
    public Task<(long Count, TimeSpan Left)> AddAsync(string key, int number, TimeSpan window, CancellationToken cancellationToken) =>
        redis.ExecuteAsync(
            "INCRBY",
            async database =>
            {
                var transaction = database.CreateTransaction();
                _ = transaction.StringSetAsync(key, 0, window, when: When.NotExists);
                var count = transaction.StringIncrementAsync(key, number);
                var left = transaction.KeyTimeToLiveAsync(key);
                await transaction.ExecuteAsync();
                return (await count, await left ?? window);
            },
            cancellationToken);

    public Task<bool> IsKnownAsync(string key, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("EXISTS", database => database.KeyExistsAsync(key), cancellationToken);

    public Task RememberAsync(string key, TimeSpan time, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("SET", database => database.StringSetAsync(key, 1, time), cancellationToken);
}
