using Portable.Redis;

namespace Lessons;

/// <summary>Password hashes by user. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface IAccountStore
{
    /// <summary>Whether there is an account of that name, whatever its key holds.</summary>
    Task<bool> ExistsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Null when there is no such account.</summary>
    Task<StoredPassword?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds an account. False when there is one of that name already; then nothing of this attempt stays. Not cancelled halfway, for
    /// the same reason.
    /// </summary>
    Task<bool> TryAddAsync(string userId, string hash);

    /// <summary>
    /// Replaces a password by one of the next version. False when the account has another password than <paramref name="old"/> by now.
    /// Not cancelled halfway: both would stay.
    /// </summary>
    Task<bool> TryReplaceAsync(string userId, StoredPassword old, string newHash);

    /// <summary>False when there is no such account.</summary>
    Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken);
}
