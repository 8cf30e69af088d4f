using Lessons.Http;
using Lessons.Stores;

namespace Lessons.Features;

/// <summary>
/// Sessions from login to logout. Without an index, in mode <c>open</c>, Redis gets the article's commands only: then
/// no user's sessions are counted or known, and nothing but time and logout ends one.
/// </summary>
internal sealed class Sessions(AppSettings settings, ISessionStore store, ISessionIndex? index, TimeProvider time)
{
    // Redis counts in milliseconds, and takes none for an error.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMilliseconds(1);

    private readonly bool _isAlwaysSecure =
        settings.SessionCookieName.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) || settings.SessionCookieName.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The id that a request carries. What cannot be one is none, and not worth a question to Redis.</summary>
    public string? IdOf(AppRequest request) =>
        Cookies.First(request.Headers, settings.SessionCookieName) is { } id && Ksuid.IsWellFormed(id) ? id : null;

    /// <summary>Opens a session under a new id, whatever id the request came with; that session ends.</summary>
    public async Task<SetCookie> BeginAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        var id = Ksuid.New(time);
        if (index is not null)
            await EndAsync(request, cancellationToken);
        await store.CreateAsync(id, userId, settings.SessionIdleLifetime ?? settings.SessionLifetime, cancellationToken);
        if (index is not null)
        {
            // Only now: whoever finds the id in the index finds the session too, and can end it.
            var ended = await index.AddAsync(userId, id, time.GetUtcNow(), settings.SessionLifetime, settings.MaxSessions, cancellationToken);
            await EndAsync(userId, ended, cancellationToken);
        }

        return Cookie(request, id, settings.SessionLifetime);
    }

    /// <summary>
    /// Whose session a request carries; null for nobody's. Where use keeps a session alive, this is a use. One that is
    /// older than a session may be by now has ended, for the index may have forgotten it.
    /// </summary>
    public Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (index is null)
            return store.FindUserAsync(sessionId, cancellationToken);
        var left = Ksuid.TimeOf(sessionId) + settings.SessionLifetime - time.GetUtcNow();
        if (left < ShortestLife)
            return Task.FromResult<string?>(null);
        return settings.SessionIdleLifetime is { } idle
            ? store.FindUserAndExtendAsync(sessionId, left < idle ? left : idle, cancellationToken)
            : store.FindUserAsync(sessionId, cancellationToken);
    }

    /// <summary>Ends the session that a request carries, if it does.</summary>
    public Task EndAsync(AppRequest request, CancellationToken cancellationToken) =>
        IdOf(request) is { } id ? EndAsync(id, cancellationToken) : Task.CompletedTask;

    public async Task EndAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (await store.DeleteAsync(sessionId, cancellationToken) is { } userId && index is not null)
            await index.RemoveAsync(userId, [sessionId], cancellationToken);
    }

    /// <summary>Ends every session of a user.</summary>
    public async Task EndAllAsync(string userId, CancellationToken cancellationToken) =>
        await EndAsync(userId, await index!.ListAsync(userId, cancellationToken), cancellationToken);

    /// <summary>Tells the browser to forget its session.</summary>
    public SetCookie NoCookie(AppRequest request) => Cookie(request, "", TimeSpan.Zero);

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
