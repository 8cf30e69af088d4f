using Portable.Redis;

namespace Lessons;

/// <summary>Which sessions a user has. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface ISessionIndex
{
    /// <summary>
    /// Adds a session that lasts that long. The index lasts as long as the longest session in it.
    /// </summary>
    /// <returns>
    /// Those that are over, for this machine's clock may be ahead of Redis's and what is forgotten must have ended, and the
    /// oldest of those that are more than <paramref name="max"/>: with logins at once, each returns some, and together they
    /// return them all.
    /// </returns>
    Task<string[]> AddAsync(string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, int max, CancellationToken cancellationToken);

    Task<string[]> ListAsync(string userId, CancellationToken cancellationToken);

    Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken);
}
