using Portable.Redis;
using StackExchange.Redis;

namespace Lessons;

/// <summary>
/// An account is the hash <c>user:{userId}</c>. A field is the version of a password (1, 2, …), and its value is the password's
/// hash. The highest version counts. HSETNX adds a version only once, so of two changes at the same time one fails. This needs
/// neither transactions nor the conditional SET of Redis 8.4.
/// </summary>
public sealed class RedisAccountStore(RedisConnection redis) : IAccountStore
{
    private const int FirstVersion = 1;

    public Task<bool> ExistsAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("EXISTS", (database, flags) => database.KeyExistsAsync(RedisKeys.Account(userId), flags: flags), cancellationToken);

    public async Task<StoredPassword?> FindAsync(string userId, CancellationToken cancellationToken) =>
        (await FieldsAsync(userId, cancellationToken)).Select(Password).Where(password => password.Version > 0).MaxBy(password => password.Version);

    public async Task<bool> TryAddAsync(string userId, string hash)
    {
        var (isAdded, passwords) = await TryAddVersionAsync(userId, new(FirstVersion, hash));
        if (!isAdded || passwords.Length == 1)
            return isAdded;
        // The account has other fields: the name was taken before, or the owner has already changed the password.
        await DeleteAsync(userId, FirstVersion);
        return false;
    }

    public async Task<bool> TryReplaceAsync(string userId, StoredPassword old, string newHash)
    {
        var (isAdded, passwords) = await TryAddVersionAsync(userId, new(old.Version + 1, newHash));
        if (!isAdded)
            return false;
        // If the old version is missing, the account was removed or its password was changed twice in the meantime. Then the new
        // version belongs to no account. The account may also have been removed and created again. Then the old version has
        // another hash.
        var isReplaced = passwords.Contains(old);
        await DeleteAsync(userId, isReplaced ? old.Version : old.Version + 1);
        return isReplaced;
    }

    public Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("DEL", (database, flags) => database.KeyDeleteAsync(RedisKeys.Account(userId), flags: flags), cancellationToken);

    private Task<HashEntry[]> FieldsAsync(string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("HGETALL", (database, flags) => database.HashGetAllAsync(RedisKeys.Account(userId), flags: flags), cancellationToken);

    // A field whose name is not a number comes from another program. It counts as version 0, which FindAsync ignores.
    private static StoredPassword Password(HashEntry field) => new(field.Name.TryParse(out long number) ? number : 0, field.Value.ToString());

    private Task<bool> DeleteAsync(string userId, long version) =>
        redis.ExecuteAsync("HDEL", (database, flags) => database.HashDeleteAsync(RedisKeys.Account(userId), version, flags: flags), CancellationToken.None);

    /// <summary>
    /// Adds a version if it does not exist yet. Returns the passwords that the account has after that. The client sends the two
    /// commands together, and a server runs them in their order.
    /// </summary>
    private async Task<(bool IsAdded, StoredPassword[] Passwords)> TryAddVersionAsync(string userId, StoredPassword password)
    {
        var key = RedisKeys.Account(userId);
        var (isNew, fields) = await redis.ExecuteAsync(
            "HSETNX",
            async (database, flags) =>
            {
                var adding = database.HashSetAsync(key, password.Version, password.Hash, When.NotExists, flags: flags);
                var reading = database.HashGetAllAsync(key, flags: flags);
                await Task.WhenAll(adding, reading);
                return (await adding, await reading);
            },
            CancellationToken.None);
        // Hashes are salted, so an equal hash in the account comes from this call: an earlier try of the command stored the hash,
        // and the reply was lost with the connection.
        var passwords = Array.ConvertAll(fields, Password);
        if (!isNew || passwords.Contains(password))
            return (passwords.Contains(password), passwords);
        // A cluster node that is handing the key over to another node may have run the two commands in another order.
        passwords = Array.ConvertAll(await FieldsAsync(userId, CancellationToken.None), Password);
        return (passwords.Contains(password), passwords);
    }
}
