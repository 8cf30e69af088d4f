using Portable.Redis;

namespace Lessons;

/// <summary>Password hashes by user. Every method throws <see cref="StoreException"/> when a Redis command fails.</summary>
public interface IAccountStore
{
    /// <summary>Whether the key of the account exists, also if it contains no password.</summary>
    Task<bool> ExistsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Returns the password of an account; null when the account does not exist.</summary>
    Task<StoredPassword?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds an account. Returns false when the account has another hash than that of this call. If this call stored its hash and
    /// the account then has another one, the call removes its hash. The caller cannot cancel the call, because that hash could
    /// remain in Redis after a cancellation.
    /// </summary>
    Task<bool> TryAddAsync(string userId, string hash);

    /// <summary>
    /// Replaces a password by one of the next version. Returns false when the account no longer has the password
    /// <paramref name="old"/>. The caller cannot cancel the call, because both versions could remain in Redis after a
    /// cancellation. Of two versions the higher one counts.
    /// </summary>
    Task<bool> TryReplaceAsync(string userId, StoredPassword old, string newHash);

    /// <summary>Removes an account. Returns false when the account does not exist.</summary>
    Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken);
}
