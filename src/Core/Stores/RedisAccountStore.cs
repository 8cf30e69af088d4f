using Portable.Redis;
using StackExchange.Redis;

namespace Lessons;

/// <summary>
/// An account is the hash <c>user:{userId}</c>: the version of the password (1, 2, …) to the password's hash; the
/// highest counts. A version can be added only once (HSETNX), so of two changes at once one fails. This needs neither
/// transactions nor the conditional SET of Redis 8.4.
/// </summary>
public sealed class RedisAccountStore(RedisConnection redis) : IAccountStore
{
    private const int FirstVersion = 1;

    public async Task<string?> FindHashAsync(string userId, CancellationToken cancellationToken) =>
        (await FindAsync(userId, cancellationToken)).Hash;

    public async Task<bool> TryAddAsync(string userId, string hash, CancellationToken cancellationToken)
    {
        var key = RedisKeys.Account(userId);
        if (await redis.ExecuteAsync("EXISTS", (database, flags) => database.KeyExistsAsync(key, flags: flags), cancellationToken))
            return false;
        if (!await TryAddVersionAsync(userId, FirstVersion, hash, cancellationToken))
            return false;
        // The account may have been made, and its password changed, since the look: then the owner's version is another one.
        // A client that leaves now must not leave a second hash behind.
        if ((await FieldsAsync(userId, CancellationToken.None)).Length == 1)
            return true;
        await redis.ExecuteAsync("HDEL", (database, flags) => database.HashDeleteAsync(key, FirstVersion, flags: flags), CancellationToken.None);
        return false;
    }

    public async Task<bool> TryReplaceAsync(string userId, string oldHash, string newHash, CancellationToken cancellationToken)
    {
        var (version, hash) = await FindAsync(userId, cancellationToken);
        if (hash != oldHash || !await TryAddVersionAsync(userId, version + 1, newHash, cancellationToken))
            return false;
        // Without the old one the account was removed, or changed twice, in between: the new one belongs to nothing. The account
        // may also have been removed and made anew: then the old version has another hash.
        var isReplaced = Array.Exists(await FieldsAsync(userId, cancellationToken), field => Version(field) == (version, oldHash));
        await redis.ExecuteAsync("HDEL", (database, flags) => database.HashDeleteAsync(RedisKeys.Account(userId), isReplaced ? version : version + 1, flags: flags), cancellationToken);
        return isReplaced;
    }

    public Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("DEL", (database, flags) => database.KeyDeleteAsync(RedisKeys.Account(userId), flags: flags), cancellationToken);

    private Task<HashEntry[]> FieldsAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("HGETALL", (database, flags) => database.HashGetAllAsync(RedisKeys.Account(userId), flags: flags), cancellationToken);

    private async Task<(long Version, string? Hash)> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var fields = await FieldsAsync(userId, cancellationToken);
        return fields.Select(Version).Where(version => version.Number > 0).DefaultIfEmpty().Max();
    }

    // A field that is no number was written by another program.
    private static (long Number, string? Hash) Version(HashEntry field) => (field.Name.TryParse(out long number) ? number : 0, field.Value);

    // Hashes are salted: the same one there is our own, from an attempt whose answer was lost with the connection.
    private async Task<bool> TryAddVersionAsync(string userId, long version, string hash, CancellationToken cancellationToken) =>
        await redis.ExecuteAsync("HSETNX", (database, flags) => database.HashSetAsync(RedisKeys.Account(userId), version, hash, When.NotExists, flags: flags), cancellationToken)
        || await FindHashAsync(userId, cancellationToken) == hash;
}
