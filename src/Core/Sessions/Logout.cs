using Portable.Http;

namespace Lessons;

/// <summary>Ends sessions. Whoever has none is logged out already. Where it fails, the browser keeps the cookie, to try again.</summary>
internal sealed class Logout(Sessions sessions)
{
    public static readonly StoreFailure Failure = new("Logout", AppResponse.Error(500, "session-not-ended", "We could not end your session"));

    public async ValueTask<AppResponse> EndAsync(AppRequest request, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(request, cancellationToken);
        return new(204) { Cookies = [sessions.NoCookie(request)] };
    }

    public async ValueTask<AppResponse> EndAllAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(request, isUse: true, cancellationToken) is { } session)
            await sessions.EndAllAsync(session.UserId, cancellationToken);
        return await EndAsync(request, cancellationToken); // one of before there was an index is not in it
    }
}
