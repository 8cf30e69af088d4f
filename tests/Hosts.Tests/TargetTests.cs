using Lessons.TestKit;
using Xunit;

namespace Portable.Tests;

/// <summary>The application gets the method, the path and the query exactly as the client sends them.</summary>
public sealed class TargetTests(ProbePool hosts)
{
    [Theory]
    [EveryProbe("/echo")]
    [EveryProbe("/echo/")]
    [EveryProbe("/echo//a")]
    [EveryProbe("/echo/a/b")]
    [EveryProbe("/echo/caf%C3%A9")]
    [EveryProbe("/echo/%c3%a9")]
    [EveryProbe("/echo/a%2Fb")]
    [EveryProbe("/echo/%41")]
    [EveryProbe("/echo/%25zz")]
    [EveryProbe("/echo/%zz")]
    [EveryProbe("/echo/a;b=c")]
    [EveryProbe("/echo/a+b")]
    [EveryProbe("/echo/~a.b_c-d")]
    [EveryProbe("/ECHO/echo")]
    [EveryProbe("//echo")]
    [EveryProbe("/./echo")]
    [EveryProbe("/a/../echo")]
    public async Task A_path_reaches_the_application_as_sent(string host, string path) =>
        Assert.Equal(path, (await Echo.OfAsync(await hosts.GetAsync(host), $"GET {path}")).Path);

    [Theory]
    [EveryProbe("a=1&b=2")]
    [EveryProbe("a=1&a=2")]
    [EveryProbe("a&b=")]
    [EveryProbe("a=+%20")]
    [EveryProbe("a=%zz")]
    [EveryProbe("a=%C3%A9%2F")]
    [EveryProbe("?a=/?")]
    [EveryProbe("=&&=")]
    [EveryProbe("")]
    public async Task A_query_reaches_the_application_as_sent(string host, string query) =>
        Assert.Equal(query, (await Echo.OfAsync(await hosts.GetAsync(host), $"GET /echo?{query}")).Query);

    [Theory]
    [EveryProbe("GET")]
    [EveryProbe("POST")]
    [EveryProbe("PUT")]
    [EveryProbe("PATCH")]
    [EveryProbe("DELETE")]
    [EveryProbe("OPTIONS")]
    [EveryProbe("BREW")]
    [EveryProbe("get")]
    public async Task A_method_reaches_the_application_as_sent(string host, string method) =>
        Assert.Equal(method, (await Echo.OfAsync(await hosts.GetAsync(host), $"{method} /echo")).Method);

    [Theory]
    [EveryProbe("GET /nope", 404, "Not found")]
    [EveryProbe("POST /text/1", 405, "Method not allowed")]
    public async Task An_unknown_path_returns_404_and_a_wrong_method_returns_405(string host, string line, int status, string message)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync(line);

        Assert.Equal((status, ErrorBody.Of(message) + "\n"), (response.Status, response.Body));
        Assert.Equal(status == 405 ? "GET, HEAD, OPTIONS" : null, response.Header("Allow"));
    }
}
