using Portable.Redis;

namespace Lessons;

/// <summary>Sessions by id. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface ISessionStore
{
    Task CreateAsync(string sessionId, string userId, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>The user of a session; null when it is unknown or has expired.</summary>
    Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>The same, and from now on the session lasts that long.</summary>
    Task<string?> FindUserAndExtendAsync(string sessionId, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Deletes a session, if there is one.</summary>
    Task DeleteAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Deletes a session. Returns the user that it belonged to; null when there was none.</summary>
    Task<string?> FindAndDeleteAsync(string sessionId, CancellationToken cancellationToken);
}
