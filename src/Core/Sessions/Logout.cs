using Portable.Http;

namespace Lessons;

/// <summary>
/// Ends sessions. A client without a session is logged out already. If the logout fails, the browser keeps the cookie, so that
/// the user can try again.
/// </summary>
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
        return await EndAsync(request, cancellationToken); // also ends a session that is not in the index, because it began before there was an index
    }
}
