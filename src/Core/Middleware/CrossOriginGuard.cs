using Lessons.Http;
using Lessons.Logging;
using Microsoft.Extensions.Logging;

namespace Lessons.Middleware;

/// <summary>
/// Refuses what another site's page makes a browser send, by the rules of CrossOriginProtection in Go 1.25. Safe methods
/// pass: browsers let no other origin read the answers, and a GET that opens a session does so for whoever follows a link.
/// </summary>
internal sealed class CrossOriginGuard(AllowedOrigins? allowed, ILogger logger)
{
    private static readonly AppResponse Refused = AppResponse.Error(403, "Cross-origin request refused");

    public Handler Require(Handler next) => (request, cancellationToken) =>
        IsTrusted(request) ? next(request, cancellationToken) : new(Refuse(request));

    private AppResponse Refuse(AppRequest request)
    {
        var (origin, site) = (request.Headers.First("Origin"), request.Headers.First("Sec-Fetch-Site"));
        Log.CrossOriginRefused(logger, LogText.Cut(origin), LogText.Cut(site), LogText.Cut(request.Host), request.RequestId);
        return Refused;
    }

    private bool IsTrusted(AppRequest request)
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
