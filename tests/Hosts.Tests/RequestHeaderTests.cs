using Xunit;

namespace Portable.Tests;

/// <summary>Headers and cookies of a request, and the host's data about the client.</summary>
public sealed class RequestHeaderTests(ProbePool hosts)
{
    [Theory]
    [EveryProbe("X-Probe: value", "value")]
    [EveryProbe("x-PROBE: value", "value")]
    [EveryProbe("X-Probe: \"quoted; a=b\"", "\"quoted; a=b\"")]
    [EveryProbe("X-Probe:", "")]
    [EveryProbe("X-Probe: 1\r\nX-Probe: 2", "1", "2")]
    [EveryProbe("X-Probe: 1\r\nX-Other: 3\r\nx-probe: 2", "1", "2")]
    [EveryProbe("X-Probe: 1, 2", "1", "2")]
    public async Task A_repeated_header_reaches_the_application_with_every_value(string host, string header, params string[] entries) =>
        Assert.Equal(entries, (await Echo.OfAsync(await hosts.GetAsync(host), "GET /echo", [header])).Entries("X-Probe"));

    [Theory]
    [EveryProbe("Cookie: probe=1", "1")]
    [EveryProbe("cookie: a=b; probe=1; c=d", "1")]
    [EveryProbe("Cookie: probe=1; probe=2", "1", "2")]
    [EveryProbe("Cookie: probe=1\r\nCookie: probe=2", "1", "2")]
    [EveryProbe("Cookie: probe=a=b/c+d", "a=b/c+d")]
    [EveryProbe("Cookie: probe=\"q\"", "q")]
    [EveryProbe("Cookie: PROBE=1")]
    public async Task Cookies_reach_the_application_in_the_order_of_the_request(string host, string header, params string[] values) =>
        Assert.Equal(values, (await Echo.OfAsync(await hosts.GetAsync(host), "GET /echo", [header])).Cookies);

    [Theory, EveryProbe]
    public async Task The_remote_address_is_the_address_of_the_connected_client(string host)
    {
        var service = (await hosts.GetAsync(host)).From("127.0.0.9");

        var echo = await Echo.OfAsync(service, "GET /echo", ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.2"]);

        Assert.Equal("127.0.0.9", echo.RemoteAddress);
    }

    [Fact]
    public async Task Behind_the_Functions_host_proxy_a_client_has_no_remote_address()
    {
        var echo = await Echo.OfAsync((await hosts.GetAsync("azure")).From("127.0.0.9"), "GET /echo", ["X-Forwarded-For: 192.0.2.1", "CLIENT-IP: 192.0.2.2"]);

        Assert.Null(echo.RemoteAddress);
        // The front end has overwritten the client's header.
        Assert.StartsWith("127.0.0.9:", Assert.Single(echo.Entries("CLIENT-IP")), StringComparison.Ordinal);
    }

    [Theory, EveryProbe]
    public async Task Forwarding_headers_from_a_client_are_ignored(string host)
    {
        var echo = await Echo.OfAsync(await hosts.GetAsync(host), "GET /echo", ["X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "Forwarded: proto=https"]);

        Assert.False(echo.IsHttps);
        Assert.NotEqual("evil.example", echo.Host);
    }

    [Theory, EveryProbe]
    public async Task The_Host_header_reaches_the_application(string host) =>
        Assert.Equal("localhost", (await Echo.OfAsync(await hosts.GetAsync(host), "GET /echo")).Host);

    [Theory, EveryProbe]
    public async Task Every_request_has_an_id_that_the_client_cannot_choose(string host)
    {
        var service = await hosts.GetAsync(host);

        var first = await service.SendAsync("GET /echo", ["X-Request-Id: mine"]);
        var second = await service.SendAsync("GET /echo", ["X-Request-Id: mine"]);

        string[] ids = [Echo.Of(first).RequestId, Echo.Of(second).RequestId];
        Assert.Equal((ids[0], ids[1]), (first.Header("X-Request-Id"), second.Header("X-Request-Id")));
        Assert.Equal(3, ids.Append("mine").Distinct().Count());
    }
}
