using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>An account is the key <c>user:{userId}</c>, its value the hash of the password; it has no time to live.</summary>
public sealed class RedisAccountStore(RedisConnection redis) : IAccountStore
{
    public async Task<string?> FindHashAsync(string userId, CancellationToken cancellationToken) =>
        await redis.ExecuteAsync("GET", database => database.StringGetAsync(RedisKeys.Account(userId)), cancellationToken);

    // Hashes are salted: the same one there is our own, from an attempt whose answer was lost with the connection.
    public async Task<bool> TryAddAsync(string userId, string hash, CancellationToken cancellationToken) =>
        await redis.ExecuteAsync("SET", database => database.StringSetAsync(RedisKeys.Account(userId), hash, when: When.NotExists), cancellationToken)
        || await FindHashAsync(userId, cancellationToken) == hash;

    public async Task<bool> TryReplaceAsync(string userId, string oldHash, string newHash, CancellationToken cancellationToken)
    {
        var isReplaced = await redis.ExecuteAsync(
            "SET",
            database =>
            {
                var transaction = database.CreateTransaction();
                transaction.AddCondition(Condition.StringEqual(RedisKeys.Account(userId), oldHash));
                _ = transaction.StringSetAsync(RedisKeys.Account(userId), newHash);
                return transaction.ExecuteAsync();
            },
            cancellationToken);
        return isReplaced || await FindHashAsync(userId, cancellationToken) == newHash;
    }

    public Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("DEL", database => database.KeyDeleteAsync(RedisKeys.Account(userId)), cancellationToken);
}
