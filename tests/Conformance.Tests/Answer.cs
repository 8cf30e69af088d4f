using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

/// <summary>Checks whole responses against the contract.</summary>
internal static class Answer
{
    private const string Policy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox";

    // A reader of the article opens GET /lessons/completed in a browser, and calls fetch in the console of that page to mark a lesson.
    // Therefore the policy of this response allows requests to the service.
    private const string ConsolePolicy = "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-same-origin";

    /// <summary>Checks the status, the JSON text and the headers that every JSON response has.</summary>
    public static void IsJson(int status, string body, RawResponse response)
    {
        Assert.Equal((status, body), (response.Status, response.Body.TrimEnd('\n')));
        Assert.Equal("application/json; charset=utf-8", response.Header("Content-Type"));
        Assert.Equal("no-store", response.Header("Cache-Control"));
        HasStandardHeaders(response, status == 200 && body.StartsWith("""{"Lessons":{""", StringComparison.Ordinal) ? ConsolePolicy : Policy);
    }

    public static void IsError(int status, string message, RawResponse response) => IsJson(status, ErrorBody.Of(message), response);

    public static void IsForbidden(RawResponse response) => IsJson(403, "{}", response);

    public static void HasStandardHeaders(RawResponse response, string policy = Policy)
    {
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal(policy, response.Header("Content-Security-Policy"));
        Assert.Equal("same-origin", response.Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("no-referrer", response.Header("Referrer-Policy"));
        Assert.False(string.IsNullOrWhiteSpace(response.Header("X-Request-Id")));
        Assert.Null(response.Header("Server"));
    }
}
