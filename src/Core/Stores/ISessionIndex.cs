namespace Lessons.Stores;

/// <summary>Which sessions a user has. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface ISessionIndex
{
    /// <summary>
    /// Adds a session that lasts that long, and forgets those that have expired. Returns the oldest of those that are
    /// more than <paramref name="max"/>: with logins at once, each returns some, and together they return them all.
    /// </summary>
    Task<string[]> AddAsync(string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, int max, CancellationToken cancellationToken);

    Task<string[]> ListAsync(string userId, CancellationToken cancellationToken);

    Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken);
}
