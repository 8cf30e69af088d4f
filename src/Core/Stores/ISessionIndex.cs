namespace Lessons.Stores;

/// <summary>Which sessions a user has. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface ISessionIndex
{
    /// <summary>
    /// Adds a session that expires then, and forgets those that have. Returns, and forgets, the oldest of those that
    /// are more than <paramref name="max"/>. All of it happens at once.
    /// </summary>
    Task<string[]> AddAsync(string userId, string sessionId, DateTimeOffset now, TimeSpan lifetime, int max, CancellationToken cancellationToken);

    Task<string[]> ListAsync(string userId, CancellationToken cancellationToken);

    Task RemoveAsync(string userId, string[] sessionIds, CancellationToken cancellationToken);
}
