using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>
/// An account is the hash <c>user:{userId}</c>: the version of the password (1, 2, …) to the password's hash; the
/// highest counts. A version can be added only once (HSETNX), so of two changes at once one fails, without the
/// transactions that the embedded Garnet lacks and the conditional SET that Redis has from 8.4 on.
/// </summary>
public sealed class RedisAccountStore(RedisConnection redis) : IAccountStore
{
    public async Task<string?> FindHashAsync(string userId, CancellationToken cancellationToken) =>
        (await FindAsync(userId, cancellationToken)).Hash;

    public Task<bool> TryAddAsync(string userId, string hash, CancellationToken cancellationToken) =>
        TryAddVersionAsync(userId, 1, hash, cancellationToken);

    public async Task<bool> TryReplaceAsync(string userId, string oldHash, string newHash, CancellationToken cancellationToken)
    {
        var (version, hash) = await FindAsync(userId, cancellationToken);
        if (hash != oldHash || !await TryAddVersionAsync(userId, version + 1, newHash, cancellationToken))
            return false;
        // Without the old one the account was removed, or changed twice, in between: the new one belongs to nothing.
        var isReplaced = await redis.ExecuteAsync("HEXISTS", (database, flags) => database.HashExistsAsync(RedisKeys.Account(userId), version, flags: flags), cancellationToken);
        await redis.ExecuteAsync("HDEL", (database, flags) => database.HashDeleteAsync(RedisKeys.Account(userId), isReplaced ? version : version + 1, flags: flags), cancellationToken);
        return isReplaced;
    }

    public Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("DEL", (database, flags) => database.KeyDeleteAsync(RedisKeys.Account(userId), flags: flags), cancellationToken);

    private async Task<(long Version, string? Hash)> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var versions = await redis.ExecuteAsync("HGETALL", (database, flags) => database.HashGetAllAsync(RedisKeys.Account(userId), flags: flags), cancellationToken);
        return versions.Select(entry => ((long)entry.Name, (string?)entry.Value)).DefaultIfEmpty().Max();
    }

    // Hashes are salted: the same one there is our own, from an attempt whose answer was lost with the connection.
    private async Task<bool> TryAddVersionAsync(string userId, long version, string hash, CancellationToken cancellationToken) =>
        await redis.ExecuteAsync("HSETNX", (database, flags) => database.HashSetAsync(RedisKeys.Account(userId), version, hash, When.NotExists, flags: flags), cancellationToken)
        || await FindHashAsync(userId, cancellationToken) == hash;
}
