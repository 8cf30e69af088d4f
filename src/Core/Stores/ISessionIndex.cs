using Portable.Redis;

namespace Lessons;

/// <summary>Which sessions a user has. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface ISessionIndex
{
    /// <summary>When the longest session ends that the index has, by this machine's clock; null when it has none.</summary>
    Task<DateTimeOffset?> FindEndAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Adds a session that lasts that long. The index lasts as long as the longest session in it.</summary>
    /// <param name="userId">Whose session it is.</param>
    /// <param name="sessionId">Its id.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="lifetime">How long it may last.</param>
    /// <param name="knownEnd">What <see cref="FindEndAsync"/> has just returned.</param>
    /// <param name="max">How many sessions a user may have.</param>
    /// <param name="cancellationToken">Ends the wait for Redis.</param>
    /// <returns>
    /// Those that are over, for this machine's clock may be ahead of Redis's and what is forgotten must have ended, and the
    /// oldest of those that are more than <paramref name="max"/>: with logins at once, each returns some, and together they
    /// return them all.
    /// </returns>
    Task<string[]> AddAsync(
        string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, DateTimeOffset? knownEnd, int max, CancellationToken cancellationToken);

    Task<string[]> ListAsync(string userId, CancellationToken cancellationToken);

    Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken);
}
