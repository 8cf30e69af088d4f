using Xunit;

namespace Portable.Conformance;

// The application gets the method, the path and the query exactly as the client sends them.
public abstract partial class HostCases
{
    [Theory]
    [InlineData("/echo")]
    [InlineData("/echo/")]
    [InlineData("/echo//a")]
    [InlineData("/echo/a/b")]
    [InlineData("/echo/caf%C3%A9")]
    [InlineData("/echo/%c3%a9")]
    [InlineData("/echo/a%2Fb")]
    [InlineData("/echo/%41")]
    [InlineData("/echo/%25zz")]
    [InlineData("/echo/%zz")]
    [InlineData("/echo/a;b=c")]
    [InlineData("/echo/a+b")]
    [InlineData("/echo/~a.b_c-d")]
    [InlineData("/ECHO/echo")]
    [InlineData("//echo")]
    [InlineData("/./echo")]
    [InlineData("/a/../echo")]
    public Task A_path_reaches_the_application_as_sent(string path) => RunAsync(async host =>
        Assert.Equal(path, (await Echo.OfAsync(host, $"GET {path}")).Path));

    [Theory]
    [InlineData("a=1&b=2")]
    [InlineData("a=1&a=2")]
    [InlineData("a&b=")]
    [InlineData("a=+%20")]
    [InlineData("a=%zz")]
    [InlineData("a=%C3%A9%2F")]
    [InlineData("?a=/?")]
    [InlineData("=&&=")]
    [InlineData("")]
    public Task A_query_reaches_the_application_as_sent(string query) => RunAsync(async host =>
        Assert.Equal(query, (await Echo.OfAsync(host, $"GET /echo?{query}")).Query));

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    [InlineData("get")]
    public Task A_method_reaches_the_application_as_sent(string method) => RunAsync(async host =>
        Assert.Equal(method, (await Echo.OfAsync(host, $"{method} /echo")).Method));

    [Theory]
    [InlineData("GET /nope", 404, """{"Message":"Not found","Code":"not-found"}""")]
    [InlineData("POST /text/1", 405, """{"Message":"Method not allowed","Code":"method-not-allowed"}""")]
    public Task An_unknown_path_returns_404_and_a_wrong_method_returns_405(string line, int status, string body) => RunAsync(async host =>
    {
        var response = await host.SendAsync(line);

        Assert.Equal((status, body + "\n"), (response.Status, response.Body));
        Assert.Equal(status == 405 ? "GET, HEAD, OPTIONS" : null, response.Header("Allow"));
    });
}
