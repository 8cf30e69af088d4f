using Portable.Redis;

namespace Lessons;

/// <summary>Password hashes by user. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface IAccountStore
{
    /// <summary>Null when there is no such account.</summary>
    Task<string?> FindHashAsync(string userId, CancellationToken cancellationToken);

    /// <summary>False when there is an account of that name already, whatever its key holds. Then nothing of this attempt stays.</summary>
    Task<bool> TryAddAsync(string userId, string hash, CancellationToken cancellationToken);

    /// <summary>False when the account has another hash than <paramref name="oldHash"/> by now.</summary>
    Task<bool> TryReplaceAsync(string userId, string oldHash, string newHash, CancellationToken cancellationToken);

    /// <summary>False when there is no such account.</summary>
    Task<bool> RemoveAsync(string userId, CancellationToken cancellationToken);
}
