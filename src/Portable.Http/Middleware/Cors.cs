namespace Portable.Http;

/// <summary>
/// Lets the pages of the allowed origins read every answer, errors too, and send their cookies (CORS, in the Fetch
/// standard). Other origins get nothing. It stands before the router, whose answer to OPTIONS becomes a preflight's.
/// </summary>
public static class Cors
{
    private static readonly Header VaryByOrigin = new("Vary", "Origin");
    private static readonly Header AllowCredentials = new("Access-Control-Allow-Credentials", "true");
    // The others carry a trace: a page that is traced adds them to every call.
    private static readonly Header AllowHeaders = new("Access-Control-Allow-Headers", "Content-Type, baggage, sentry-trace, traceparent, tracestate");
    private static readonly Header ExposeHeaders = new("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
    private static readonly Header TenMinutes = new("Access-Control-Max-Age", "600");

    /// <summary>Allows these origins; null allows none but the service's own.</summary>
    public static Middleware Allow(AllowedOrigins? allowed) => next => allowed is null ? next : async (request, cancellationToken) =>
    {
        var response = await next(request, cancellationToken);
        return response with { Headers = [.. response.Headers, VaryByOrigin, .. Answer(allowed, request, response)] };
    };

    private static Header[] Answer(AllowedOrigins allowed, AppRequest request, AppResponse response)
    {
        if (request.Headers.First("Origin") is not { } origin || !allowed.Include(origin))
            return [];
        var allowOrigin = new Header("Access-Control-Allow-Origin", origin);
        var isPreflight = request.Method == "OPTIONS" && request.Headers.First("Access-Control-Request-Method") is not null;
        return isPreflight && response.Headers.First("Allow") is { } methods
            ? [allowOrigin, AllowCredentials, new("Access-Control-Allow-Methods", methods), AllowHeaders, TenMinutes]
            : [allowOrigin, AllowCredentials, ExposeHeaders];
    }
}
