using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>Lets a request through only with the cookie of a session that Redis has, and with a body that is not too large.</summary>
internal sealed class SessionGuard(Sessions sessions, ILogger logger)
{
    public static readonly AppResponse LookupFailed = AppResponse.Error(500, "session-not-checked", "We could not validate the provided session ID");

    private static readonly AppResponse Forbidden = AppResponse.Json(403, _ => { });

    public Handler Require(UserHandler next) => async (request, cancellationToken) =>
    {
        Session? session;
        try
        {
            session = await sessions.FindAsync(request, cancellationToken);
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "GET session", exception.Reason, request.RequestId);
            return LookupFailed;
        }

        if (session is null)
            return Forbidden;
        return BodyLimit.IsExceededBy(request) ? Errors.BodyTooLarge : await next(request, session, cancellationToken);
    };
}
