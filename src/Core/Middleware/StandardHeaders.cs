using Lessons.Http;

namespace Lessons.Middleware;

/// <summary>Adds what every response carries: the request's id, and that browsers must not guess its type.</summary>
internal static class StandardHeaders
{
    private static readonly Header NoSniff = new("X-Content-Type-Options", "nosniff");

    public static Handler Wrap(Handler next) => async (request, cancellationToken) =>
    {
        var response = await next(request, cancellationToken);
        return response with { Headers = [.. response.Headers, NoSniff, new("X-Request-Id", request.RequestId)] };
    };
}
