using Portable.Http;

namespace Lessons;

/// <summary>
/// Sessions from login to logout. Without an index, in mode <c>open</c>, Redis gets the article's commands only: then
/// no user's sessions are counted or known, and nothing but time and logout ends one.
/// </summary>
internal sealed class Sessions(AppSettings settings, ISessionStore store, ISessionIndex? index, TimeProvider time)
{
    private const int MaxIds = 3;

    // Redis counts in milliseconds, and takes none for an error.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMilliseconds(1);

    private readonly bool _isAlwaysSecure =
        settings.SessionCookieName.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) || settings.SessionCookieName.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The session that a request carries: of several cookies of the name the first one that Redis has. Null for none.
    /// A browser may send a dead cookie before a live one (RFC 6265, 5.4), so the first alone does not decide.
    /// </summary>
    /// <param name="request">Carries the ids in its cookies.</param>
    /// <param name="isUse">Whether this keeps the session alive.</param>
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

    /// <summary>Opens a session under a new id, whatever id the request came with; that session ends.</summary>
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

    /// <summary>Ends every session that a request carries.</summary>
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

    /// <summary>Tells the browser to forget its session.</summary>
    public SetCookie NoCookie(AppRequest request) => Cookie(request, "", TimeSpan.Zero);

    private async Task AddToIndexAsync(
        ISessionIndex sessionIndex, AppRequest request, string userId, string id, Task creating, CancellationToken cancellationToken)
    {
        var finding = sessionIndex.FindEndAsync(userId, cancellationToken);
        await Task.WhenAll(creating, finding, EndAsync(request, cancellationToken));
        // The session is there before its id is in the index: whoever finds the id can end the session.
        var surplus = await sessionIndex.AddAsync(
            userId, id, time.GetUtcNow(), settings.SessionLifetime, await finding, settings.MaxSessions, cancellationToken);
        await EndAsync(userId, surplus, cancellationToken);
    }

    // What is no well-formed id is not worth a question to Redis. Three are enough for a browser that has an old cookie of
    // another path or domain, and they bound what one request costs.
    private IReadOnlyList<string> IdsOf(AppRequest request)
    {
        var all = Cookies.All(request.Headers, settings.SessionCookieName);
        return all.Count == 1 && Ksuid.IsWellFormed(all[0]) ? all : [.. all.Where(Ksuid.IsWellFormed).Distinct(StringComparer.Ordinal).Take(MaxIds)];
    }

    // Where use keeps a session alive, a use extends it. A session that is older than one may be by now has ended: the index
    // may have forgotten it.
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

    // The index forgets them last, so that what fails can be tried again.
    private async Task EndAsync(string userId, string[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
            return;
        await Task.WhenAll(ids.Select(id => store.DeleteAsync(id, cancellationToken)));
        await index!.RemoveAsync(userId, ids, cancellationToken);
    }
}
