using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>
/// Accepts a request only if its cookie names a session that exists in Redis, and only if its body is not too large.
/// </summary>
internal sealed class SessionGuard(Sessions sessions, ILogger logger)
{
    public static readonly StoreFailure LookupFailure =
        new("GET session", AppResponse.Error(500, "session-not-checked", "We could not validate the provided session ID"));

    private static readonly AppResponse Forbidden = AppResponse.Json(403, _ => { });

    /// <param name="next">Handles the user's request.</param>
    /// <param name="failure">The response if Redis fails after the session has been found.</param>
    public Handler Require(UserHandler next, StoreFailure failure) => async (request, cancellationToken) =>
    {
        var current = LookupFailure;
        try
        {
            if (await sessions.FindAsync(request, isUse: true, cancellationToken) is not { } session)
                return Forbidden;
            if (BodyLimit.IsExceededBy(request))
                return Errors.BodyTooLarge;
            current = failure;
            return await next(request, session, cancellationToken);
        }
        catch (StoreException exception)
        {
            return current.Answer(request, exception, logger);
        }
    };
}
