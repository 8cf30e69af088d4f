using Portable.Redis;

namespace Lessons;

/// <summary>The sessions of each user. Every method throws <see cref="StoreException"/> when a Redis command fails.</summary>
public interface ISessionIndex
{
    /// <summary>Returns when the user's longest session ends, by this machine's clock; null when the index has no session of the user.</summary>
    Task<DateTimeOffset?> FindEndAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Adds a session. The index of a user lasts as long as the longest session in it.</summary>
    /// <param name="userId">The user of the session.</param>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="now">The start of the session.</param>
    /// <param name="lifetime">How long the session may last.</param>
    /// <param name="knownEnd">The result that <see cref="FindEndAsync"/> has just returned.</param>
    /// <param name="max">The maximum number of sessions of a user.</param>
    /// <param name="cancellationToken">Ends the wait for Redis.</param>
    /// <returns>
    /// The ids of the sessions that the caller must end: the sessions that are over, and the oldest sessions above <paramref
    /// name="max"/>. A session that is over may still exist in Redis, because this machine's clock may be ahead of the clock of
    /// Redis. Every session that leaves the index must have ended. If logins run at the same time, each call returns some of the
    /// ids, and together the calls return all of them.
    /// </returns>
    Task<string[]> AddAsync(
        string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, DateTimeOffset? knownEnd, int max, CancellationToken cancellationToken);

    Task<string[]> ListAsync(string userId, CancellationToken cancellationToken);

    Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken);
}
