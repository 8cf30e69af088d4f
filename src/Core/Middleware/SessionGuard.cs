using Lessons.Features;
using Lessons.Http;
using Lessons.Stores;
using Microsoft.Extensions.Logging;

namespace Lessons.Middleware;

/// <summary>Lets a request through only with the cookie of a session that Redis knows.</summary>
internal sealed class SessionGuard(Sessions sessions, ILogger logger)
{
    private static readonly AppResponse Forbidden = AppResponse.Json(403, _ => { });
    private static readonly AppResponse LookupFailed = AppResponse.Error(500, "We could not validate the provided session ID");

    public Handler Require(UserHandler next) => async (request, cancellationToken) =>
    {
        if (sessions.IdOf(request) is not { } sessionId)
            return Forbidden;

        string? userId;
        try
        {
            userId = await sessions.FindUserAsync(sessionId, cancellationToken);
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "GET session", exception.Reason, request.RequestId);
            return LookupFailed;
        }

        return string.IsNullOrWhiteSpace(userId) ? Forbidden : await next(request, userId, cancellationToken);
    };
}
