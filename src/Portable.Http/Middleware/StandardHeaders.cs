namespace Portable.Http;

/// <summary>Adds the headers that every response has: the id of the request, and restrictions for browsers.</summary>
public static class StandardHeaders
{
    private static readonly Header NoSniff = new("X-Content-Type-Options", "nosniff");

    // This policy protects a response that is not a page, when a browser opens it as a page: the response loads nothing and runs
    // nothing, and no site can show it in a frame.
    private static readonly Header NoPage = new("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox");
    private static readonly Header NoEmbedding = new("Cross-Origin-Resource-Policy", "same-origin");
    private static readonly Header NoReferrer = new("Referrer-Policy", "no-referrer");

    // For one year, browsers call the host only by https. Subdomains are not included, because their owners are unknown here.
    // Over http, browsers ignore this header (RFC 6797, 7.2).
    private static readonly Header OnlyHttps = new("Strict-Transport-Security", "max-age=31536000");

    /// <summary>Adds the headers to every response of this handler. An existing Content-Security-Policy stays.</summary>
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
