namespace Portable.Http;

/// <summary>
/// Allows pages of the allowed origins to read every response, including errors, and to send their cookies (CORS, in the Fetch
/// standard). Other origins get no CORS headers. This middleware comes before the router. It turns the router's response to
/// OPTIONS into the response to a preflight request.
/// </summary>
public static class Cors
{
    private static readonly Header VaryByOrigin = new("Vary", "Origin");
    private static readonly Header AllowCredentials = new("Access-Control-Allow-Credentials", "true");
    // The headers after Content-Type carry a trace. A page that is traced adds them to every call.
    private static readonly Header AllowHeaders = new("Access-Control-Allow-Headers", "Content-Type, baggage, sentry-trace, traceparent, tracestate");
    private static readonly Header ExposeHeaders = new("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
    private static readonly Header TenMinutes = new("Access-Control-Max-Age", "600");

    /// <summary>Allows these origins; null allows only the service's own origin.</summary>
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
