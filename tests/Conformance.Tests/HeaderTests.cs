using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class HeaderTests(HostPool hosts)
{
    [Theory, HostCase]
    [EveryHost("GET /login?userId=x", 307)]
    [EveryHost("POST /login?userId=x", 303)]
    [EveryHost("POST /login", 400)]
    [EveryHost("OPTIONS /login", 204)]
    [EveryHost("PUT /login", 405)]
    [EveryHost("GET /lessons", 403)]
    [EveryHost("HEAD /lessons", 403)]
    [EveryHost("GET /nope", 404)]
    public async Task Every_response_has_the_standard_security_headers(string host, string line, int status)
    {
        var service = await hosts.GetAsync(host);

        var response = await service.SendAsync(line);

        Assert.Equal(status, response.Status);
        Answer.HasStandardHeaders(response);
        Assert.Null(response.Header("Strict-Transport-Security")); // The request came over http.
        Assert.Null(response.Header("X-Powered-By"));
        if (status != 204)
            Assert.Equal("no-store", response.Header("Cache-Control"));
    }

    [Theory, HostCase, EveryHost]
    public async Task Forwarding_headers_from_a_client_do_not_make_a_request_secure(string host)
    {
        var service = await hosts.GetAsync(host);

        var response = await service.SendAsync("GET /login?userId=x", ["X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "Forwarded: proto=https"]);

        Assert.Null(response.Header("Strict-Transport-Security"));
        Assert.DoesNotContain("Secure", response.Header("Set-Cookie"), StringComparison.Ordinal);
    }
}
