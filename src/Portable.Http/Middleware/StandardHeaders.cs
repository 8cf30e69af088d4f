namespace Portable.Http;

/// <summary>Adds what every response carries: the request's id, and what browsers must not do with it.</summary>
public static class StandardHeaders
{
    private static readonly Header NoSniff = new("X-Content-Type-Options", "nosniff");

    // What is no page and is opened as one loads nothing, runs nothing, and stands in no other site's frame.
    private static readonly Header NoPage = new("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox");
    private static readonly Header NoEmbedding = new("Cross-Origin-Resource-Policy", "same-origin");
    private static readonly Header NoReferrer = new("Referrer-Policy", "no-referrer");

    // A year. Not for subdomains: whose they are is not known here. Over http browsers ignore it (RFC 6797, 7.2).
    private static readonly Header OnlyHttps = new("Strict-Transport-Security", "max-age=31536000");

    /// <summary>Adds them to every answer of this handler. A Content-Security-Policy that is there already stays.</summary>
    public static Handler Add(Handler next) => async (request, cancellationToken) =>
    {
        var response = await next(request, cancellationToken);
        var requestId = new Header("X-Request-Id", request.RequestId);
        var hasPolicy = response.Headers.First(NoPage.Name) is not null;
        return response with
        {
            Headers = (hasPolicy, request.IsHttps) switch
            {
                (false, false) => response.Headers.Add(NoSniff, NoPage, NoEmbedding, NoReferrer, requestId),
                (false, true) => response.Headers.Add(NoSniff, NoPage, NoEmbedding, NoReferrer, requestId, OnlyHttps),
                (true, false) => response.Headers.Add(NoSniff, NoEmbedding, NoReferrer, requestId),
                (true, true) => response.Headers.Add(NoSniff, NoEmbedding, NoReferrer, requestId, OnlyHttps),
            },
        };
    };
}
