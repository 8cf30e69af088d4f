namespace Lessons.Stores;

/// <summary>Sessions by id. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface ISessionStore
{
    Task CreateAsync(string sessionId, string userId, CancellationToken cancellationToken);

    /// <summary>The user of a session; null when it is unknown or has expired.</summary>
    Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken);
}
