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
    /// Adds an account. False when there is one of that name already; then this attempt's hash is removed again. The caller cannot
    /// cancel it: a cancelled one could leave that hash there.
    /// </summary>
    Task<bool> TryAddAsync(string userId, string hash);

    /// <summary>
    /// Replaces a password by one of the next version. False when the account has another password than <paramref name="old"/> by now.
    /// The caller cannot cancel it: a cancelled one could leave both there. Of two versions the higher one counts.
    /// </summary>
    Task<bool> TryReplaceAsync(string userId, StoredPassword old, string newHash);

    /// <summary>False when there is no such account.</summary>
    Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken);
}
