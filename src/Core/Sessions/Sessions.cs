using Portable.Http;

namespace Lessons;

/// <summary>
/// Manages sessions from login to logout. In mode <c>open</c> there is no index, and Redis receives only the article's commands.
/// Then the service can neither count nor list the sessions of a user, and a session ends only by expiry or by logout.
/// </summary>
internal sealed class Sessions(AppSettings settings, ISessionStore store, ISessionIndex? index, TimeProvider time)
{
    private const int MaxIds = 3;

    // Redis counts a time to live in milliseconds, and returns an error for 0.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMilliseconds(1);

    private readonly bool _isAlwaysSecure =
        settings.SessionCookieName.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) || settings.SessionCookieName.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Finds the session of a request. If the request has several cookies of the name, the first one whose session exists in
    /// Redis counts. Returns null if there is no such session. A browser may send the cookie of an ended session before the cookie of
    /// a live session (RFC 6265, 5.4), so the first cookie alone does not decide.
    /// </summary>
    /// <param name="request">Carries the ids in its cookies.</param>
    /// <param name="isUse">Whether this request keeps the session alive.</param>
    /// <param name="cancellationToken">Ends the wait for Redis.</param>
    public async ValueTask<Session?> FindAsync(AppRequest request, bool isUse, CancellationToken cancellationToken)
    {
        var ids = IdsOf(request);
        for (var i = 0; i < ids.Count; i++)
        {
            var id = ids[i];
            if (await FindUserAsync(id, isUse, cancellationToken) is { } userId && !string.IsNullOrWhiteSpace(userId))
                return new Session(id, userId);
        }

        return null;
    }

    /// <summary>
    /// Opens a session, always under a new id. If there is an index, the sessions whose ids are in the request's cookies end.
    /// </summary>
    public async Task<SetCookie> BeginAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        var id = Ksuid.New(time);
        var creating = store.CreateAsync(id, userId, settings.SessionIdleLifetime ?? settings.SessionLifetime, cancellationToken);
        if (index is null)
            await creating;
        else
            await AddToIndexAsync(index, request, userId, id, creating, cancellationToken);
        return Cookie(request, id, settings.SessionLifetime);
    }

    /// <summary>Ends every session whose id is in the cookies of the request.</summary>
    public Task EndAsync(AppRequest request, CancellationToken cancellationToken)
    {
        var ids = IdsOf(request);
        return ids.Count == 0 ? Task.CompletedTask : Task.WhenAll(ids.Select(id => EndAsync(id, cancellationToken)));
    }

    public async Task EndAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (index is null)
            await store.DeleteAsync(sessionId, cancellationToken);
        else if (await store.FindAndDeleteAsync(sessionId, cancellationToken) is { } userId)
            await index.RemoveAsync(userId, [sessionId], cancellationToken);
    }

    /// <summary>Ends every session of a user.</summary>
    public async Task EndAllAsync(string userId, CancellationToken cancellationToken) =>
        await EndAsync(userId, await index!.ListAsync(userId, cancellationToken), cancellationToken);

    /// <summary>Returns a cookie that makes the browser delete its session cookie.</summary>
    public SetCookie NoCookie(AppRequest request) => Cookie(request, "", TimeSpan.Zero);

    private async Task AddToIndexAsync(
        ISessionIndex sessionIndex, AppRequest request, string userId, string id, Task creating, CancellationToken cancellationToken)
    {
        var finding = sessionIndex.FindEndAsync(userId, cancellationToken);
        await Task.WhenAll(creating, finding, EndAsync(request, cancellationToken));
        // The session is stored before its id is in the index. So a request that finds the id in the index can end the session.
        var surplus = await sessionIndex.AddAsync(
            userId, id, time.GetUtcNow(), settings.SessionLifetime, await finding, settings.MaxSessions, cancellationToken);
        await EndAsync(userId, surplus, cancellationToken);
    }

    // A malformed id cannot belong to a session, so Redis receives no command for it. A browser may also have an old cookie of
    // another path or domain. Three ids are enough for such old cookies, and they bound the cost of one request.
    private IReadOnlyList<string> IdsOf(AppRequest request)
    {
        var all = Cookies.All(request.Headers, settings.SessionCookieName);
        return all.Count == 1 && Ksuid.IsWellFormed(all[0]) ? all : [.. all.Where(Ksuid.IsWellFormed).Distinct(StringComparer.Ordinal).Take(MaxIds)];
    }

    // If there is an idle lifetime, each use extends the session. A session that is older than the present SESSION_TTL counts as
    // ended, because the index may no longer contain it.
    private Task<string?> FindUserAsync(string sessionId, bool isUse, CancellationToken cancellationToken)
    {
        if (index is null)
            return store.FindUserAsync(sessionId, cancellationToken);
        var left = Ksuid.TimeOf(sessionId) + settings.SessionLifetime - time.GetUtcNow();
        if (left < ShortestLife)
            return Task.FromResult<string?>(null);
        return isUse && settings.SessionIdleLifetime is { } idle
            ? store.FindUserAndExtendAsync(sessionId, left < idle ? left : idle, cancellationToken)
            : store.FindUserAsync(sessionId, cancellationToken);
    }

    private SetCookie Cookie(AppRequest request, string value, TimeSpan maxAge) =>
        new(settings.SessionCookieName, value, maxAge, request.IsHttps || _isAlwaysSecure);

    // The ids are removed from the index last, so that a failed call can be repeated.
    private async Task EndAsync(string userId, string[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
            return;
        await Task.WhenAll(ids.Select(id => store.DeleteAsync(id, cancellationToken)));
        await index!.RemoveAsync(userId, ids, cancellationToken);
    }
}
