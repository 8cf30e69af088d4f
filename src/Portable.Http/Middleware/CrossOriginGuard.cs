using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>
/// Refuses what another site's page makes a browser send, by the rules of CrossOriginProtection in Go 1.25. Safe methods
/// pass: browsers let no other origin read the answers, and a GET that opens a session does so for whoever follows a link.
/// </summary>
public static class CrossOriginGuard
{
    // No origin of a browser is longer.
    private const int MaxLogged = 256;

    /// <summary>Lets pages of the service's own origin and of the allowed ones through. A refusal is 403 and a line in the log.</summary>
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
            // A program that is no browser, or a browser from before 2023, which sends the Origin at least.
            null or "" => string.IsNullOrEmpty(origin) || OriginHost.IsOf(origin, request.Host),
            "same-origin" or "none" => true,
            _ => false,
        };
        return isOwn || allowed?.Include(origin) == true;
    }
}
