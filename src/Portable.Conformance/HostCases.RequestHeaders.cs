using Xunit;

namespace Portable.Conformance;

// Headers and cookies of a request, and the host's data about the client.
public abstract partial class HostCases
{
    [Theory]
    [InlineData("X-Probe: value", "value")]
    [InlineData("x-PROBE: value", "value")]
    [InlineData("X-Probe: \"quoted; a=b\"", "\"quoted; a=b\"")]
    [InlineData("X-Probe:", "")]
    [InlineData("X-Probe: 1\r\nX-Probe: 2", "1", "2")]
    [InlineData("X-Probe: 1\r\nX-Other: 3\r\nx-probe: 2", "1", "2")]
    [InlineData("X-Probe: 1, 2", "1", "2")]
    public Task A_repeated_header_reaches_the_application_with_every_value(string header, params string[] entries) => RunAsync(async host =>
        Assert.Equal(entries, (await Echo.OfAsync(host, "GET /echo", [header])).Entries("X-Probe")));

    [Theory]
    [InlineData("Cookie: probe=1", "1")]
    [InlineData("cookie: a=b; probe=1; c=d", "1")]
    [InlineData("Cookie: probe=1; probe=2", "1", "2")]
    [InlineData("Cookie: probe=1\r\nCookie: probe=2", "1", "2")]
    [InlineData("Cookie: probe=a=b/c+d", "a=b/c+d")]
    [InlineData("Cookie: probe=\"q\"", "q")]
    [InlineData("Cookie: PROBE=1")]
    public Task Cookies_reach_the_application_in_the_order_of_the_request(string header, params string[] values) => RunAsync(async host =>
        Assert.Equal(values, (await Echo.OfAsync(host, "GET /echo", [header])).Cookies));

    // 127.0.0.9 shows that the host does not use a constant. Some systems, such as macOS, have only 127.0.0.1.
    [Fact]
    public Task The_remote_address_is_the_address_of_the_connected_client() => RunAsync(async host =>
    {
        using var connection = await (host.CanSendFrom("127.0.0.9") ? host.From("127.0.0.9") : host).ConnectAsync();

        await connection.SendAsync("GET /echo HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.2\r\n\r\n");

        Assert.Equal(connection.LocalAddress, Echo.Of(await connection.ReadAsync()).RemoteAddress);
    });

    [Fact]
    public Task Forwarding_headers_from_a_client_are_ignored() => RunAsync(async host =>
    {
        var echo = await Echo.OfAsync(host, "GET /echo", ["X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "Forwarded: proto=https"]);

        Assert.False(echo.IsHttps);
        Assert.NotEqual("evil.example", echo.Host);
    });

    [Fact]
    public Task The_Host_header_reaches_the_application() => RunAsync(async host =>
        Assert.Equal("localhost", (await Echo.OfAsync(host, "GET /echo")).Host));

    [Fact]
    public Task Every_request_has_an_id_that_the_client_cannot_choose() => RunAsync(async host =>
    {
        var first = await host.SendAsync("GET /echo", ["X-Request-Id: mine"]);
        var second = await host.SendAsync("GET /echo", ["X-Request-Id: mine"]);

        string[] ids = [Echo.Of(first).RequestId, Echo.Of(second).RequestId];
        Assert.Equal((ids[0], ids[1]), (first.Header("X-Request-Id"), second.Header("X-Request-Id")));
        Assert.Equal(3, ids.Append("mine").Distinct().Count());
    });
}
