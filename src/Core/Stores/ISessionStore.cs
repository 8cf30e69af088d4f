using Portable.Redis;

namespace Lessons;

/// <summary>Sessions by id. Every method throws <see cref="StoreException"/> when a Redis command fails.</summary>
public interface ISessionStore
{
    Task CreateAsync(string sessionId, string userId, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Returns the user of a session; null when the session does not exist or has expired.</summary>
    Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the same as <see cref="FindUserAsync"/>. From now on, the session lasts for <paramref name="lifetime"/>.
    /// </summary>
    Task<string?> FindUserAndExtendAsync(string sessionId, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Deletes a session, if there is one.</summary>
    Task DeleteAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Deletes a session. Returns the user of the session; null when the session did not exist.</summary>
    Task<string?> FindAndDeleteAsync(string sessionId, CancellationToken cancellationToken);
}
