using Xunit;

namespace Lessons.Tests.Http;

/// <summary>Tests the header Forwarded (RFC 7239). In the test data, the client itself wrote each entry 198.51.100.66.</summary>
public sealed class ForwardedTests
{
    private const string Peer = ProxiedRequest.Peer;

    // These headers are from RFC 7239, 4 (examples), 6 (nodes) and 7.1 (lists and lines).
    [Theory]
    [InlineData("1", "Forwarded: for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60")]
    [InlineData("1", "Forwarded: For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17")]
    [InlineData("1", "Forwarded: for=\"[2001:db8:cafe::17]\"", "2001:db8:cafe::17")]
    [InlineData("1", "Forwarded: for=\"192.0.2.43:47011\"", "192.0.2.43")]
    [InlineData("1", "Forwarded: for=\"192.0.2.43:_a-1.B_\"", "192.0.2.43")]
    [InlineData("1", "Forwarded: for=\"[2001:db8:cafe::17]:_port\"", "2001:db8:cafe::17")]
    [InlineData("1", "Forwarded: for=192.0.2.43, for=198.51.100.17", "198.51.100.17")]
    [InlineData("2", "Forwarded: for=192.0.2.43,for=\"[2001:db8:cafe::17]\",for=unknown", "2001:db8:cafe::17")]
    [InlineData("2", "Forwarded: for=192.0.2.43|Forwarded: for=\"[2001:db8:cafe::17]\", for=unknown", "2001:db8:cafe::17")]
    [InlineData("3", "Forwarded: for=192.0.2.43, for=\"[2001:db8:cafe::17]\"|Forwarded: for=unknown", "192.0.2.43")]
    [InlineData("10.0.0.0/8", "Forwarded: for=198.51.100.66, for=192.0.2.43|Forwarded: for=10.1.1.1|forwarded: for=\"10.2.2.2:80\"", "192.0.2.43")]
    public Task The_client_address_is_in_the_element_that_its_proxy_appended(string trust, string headers, string address) => AssertAsync(trust, headers, address);

    // RFC 7239, 4, allows names in upper and lower case, and blanks around the separators (RFC 9110, 5.6.1 and 5.6.3).
    [Theory]
    [InlineData("Forwarded: for=198.51.100.66 \t, \tFOR=192.0.2.60 ;\tPROTO=HTTPS ; HoSt=a.example;by=\"[2001:db8::1]:80\"")]
    [InlineData("FORWARDED: by=203.0.113.43;host=\"a.example\";proto=\"https\";for=\"192.0.2.60\"")]
    [InlineData("Forwarded: ;for=192.0.2.60;;proto=https;host=a.example;")]
    [InlineData("Forwarded: for=198.51.100.66;x=\"a\\\", for=198.51.100.66\", ext=\"1, 2; for=198.51.100.66\";for=192.0.2.60;proto=https;host=a.example")]
    public async Task Case_blanks_and_quotes_do_not_change_the_client(string headers)
    {
        var seen = await ProxiedRequest.SeenAsync("true", "Forwarded", headers);

        Assert.Equal(("192.0.2.60", true, "a.example"), (seen.RemoteAddress, seen.IsHttps, seen.Host));
    }

    // These headers are from HAProxy's configuration manual, "option forwarded".
    [Theory]
    [InlineData("Forwarded: for=198.51.100.66|forwarded: proto=http;for=127.0.0.1", "127.0.0.1")]
    [InlineData("Forwarded: for=198.51.100.66|forwarded: host=\"host.com\";by=_haproxy;for=\"[::1]:10\"", "::1")]
    [InlineData("Forwarded: for=198.51.100.66|forwarded: host=\"haproxy.org\";for=\"_000000007F2F367E:60138\"", Peer)]
    public Task The_client_is_in_the_separate_line_that_HAProxy_adds(string headers, string address) => AssertAsync("true", headers, address);

    // RFC 7239, 6.2 and 6.3, defines unknown and hidden clients. The other elements have no valid node.
    [Theory]
    [InlineData("for=unknown")]
    [InlineData("for=\"_gazonk\"")]
    [InlineData("for=_hidden;proto=http")]
    [InlineData("proto=http;by=203.0.113.43")]
    [InlineData("")]
    [InlineData("for")]
    [InlineData("for=")]
    [InlineData("for=\"\"")]
    [InlineData("for=\"192.0.2.60")]
    [InlineData("for=\"192.0.2.60\\")]
    [InlineData("for=\"[192.0.2.60]\"")]
    [InlineData("for=\"[2001:db8::1]:123456\"")]
    [InlineData("for=\"[2001:db8::1]:_\"")]
    [InlineData("for=\"[2001:db8::1]:_a b\"")]
    [InlineData("for=3221226044")]
    public Task An_element_without_a_client_address_gives_the_peer_address(string element) => AssertAsync("true", "Forwarded: for=198.51.100.66, " + element, Peer);

    [Theory]
    [InlineData("x=\"")]
    [InlineData("for=\"198.51.100.66")]
    [InlineData("for=198.51.100.66;x=\"\\")]
    [InlineData("for=198.51.100.66;x=\"\\\"")]
    [InlineData("\",\",\"")]
    [InlineData("\\\"")]
    [InlineData("for=\"198.51.100.66\"\"")]
    public async Task An_open_quote_of_a_client_does_not_hide_the_proxys_element(string own)
    {
        await AssertAsync("true", $"Forwarded: {own}, for=192.0.2.60", "192.0.2.60");
        await AssertAsync("true", $"Forwarded: {own}, for=\"[2001:db8::7]:4711\";by=\"_b\"", "2001:db8::7");
        await AssertAsync("true", $"Forwarded: {own}|Forwarded: for=\"192.0.2.60:80\"", "192.0.2.60");
        await AssertAsync("2", $"Forwarded: {own}, for=\"[2001:db8::7]:4711\", for=\"10.1.1.1:80\"", "2001:db8::7");
    }

    [Fact]
    public async Task With_an_empty_host_parameter_the_host_of_the_request_is_used() =>
        Assert.Equal("h", (await ProxiedRequest.SeenAsync("true", "Forwarded", "Forwarded: for=192.0.2.60;host=\"\"")).Host);

    private static async Task AssertAsync(string trust, string headers, string address) =>
        Assert.Equal(address, (await ProxiedRequest.SeenAsync(trust, "Forwarded", headers + "|X-Forwarded-For: 198.51.100.66")).RemoteAddress);
}
