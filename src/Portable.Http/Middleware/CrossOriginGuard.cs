using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>
/// Refuses requests that a page of another site makes a browser send. The rules are those of CrossOriginProtection in Go 1.25.
/// Safe methods pass, because browsers do not let another origin read the responses. A GET request that opens a session also
/// passes: a link on another site could open the session too.
/// </summary>
public static class CrossOriginGuard
{
    // The maximum number of characters of a header in the log line. Nearly every origin is shorter.
    private const int MaxLogged = 256;

    /// <summary>
    /// Accepts requests from pages of the service's own origin and of the allowed origins. Answers other requests with 403 and
    /// writes a line to the log.
    /// </summary>
    public static Middleware Require(AllowedOrigins? allowed, ILogger logger) => next => (request, cancellationToken) =>
        IsTrusted(allowed, request) ? next(request, cancellationToken) : new(Refuse(logger, request));

    private static AppResponse Refuse(ILogger logger, AppRequest request)
    {
        var (origin, site) = (request.Headers.First("Origin"), request.Headers.First("Sec-Fetch-Site"));
        HttpLog.CrossOriginRefused(logger, LogText.Cut(origin, MaxLogged), LogText.Cut(site, MaxLogged), LogText.Cut(request.Host, MaxLogged), request.RequestId);
        return Errors.CrossOrigin;
    }

    private static bool IsTrusted(AllowedOrigins? allowed, AppRequest request)
    {
        if (request.Method is "GET" or "HEAD" or "OPTIONS")
            return true;
        var origin = request.Headers.First("Origin");
        var isOwn = request.Headers.First("Sec-Fetch-Site") switch
        {
            // The client is not a browser, or it is a browser from before 2023. Such a browser sends at least the Origin header.
            null or "" => string.IsNullOrEmpty(origin) || OriginHost.IsOf(origin, request.Host),
            "same-origin" or "none" => true,
            _ => false,
        };
        return isOwn || allowed?.Include(origin) == true;
    }
}
