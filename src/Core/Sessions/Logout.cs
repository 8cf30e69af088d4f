using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>Ends sessions. Whoever has none is logged out already.</summary>
internal sealed class Logout(Sessions sessions, ILogger logger)
{
    private static readonly AppResponse Failed = AppResponse.Error(500, "session-not-ended", "We could not end your session");

    public ValueTask<AppResponse> EndAsync(AppRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, sessions.EndAsync(request, cancellationToken));

    public ValueTask<AppResponse> EndAllAsync(AppRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, EndAllOfUserAsync(request, cancellationToken));

    private async Task EndAllOfUserAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(request, cancellationToken) is { } session)
            await sessions.EndAllAsync(session.UserId, cancellationToken);
        await sessions.EndAsync(request, cancellationToken); // one of before there was an index is not in it
    }

    // Where it fails, the browser keeps the cookie: without it nobody could try again.
    private async ValueTask<AppResponse> AnswerAsync(AppRequest request, Task ending)
    {
        try
        {
            await ending;
            return new(204) { Cookies = [sessions.NoCookie(request)] };
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "Logout", exception.Reason, request.RequestId);
            return Failed;
        }
    }
}
