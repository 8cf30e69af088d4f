using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class TrustedProxiesTests
{
    private const string Peer = ProxiedRequest.Peer;

    // Each row has TRUST_PROXY, PROXY_HEADER and the headers joined by '|', then the result: address, https and host.
    [Theory]
    [InlineData("1", "X-Forwarded-For", "X-Forwarded-For: 198.51.100.1, 203.0.113.7", "203.0.113.7", false, "h")]
    [InlineData("true", "X-Forwarded-For", "X-Forwarded-For: 198.51.100.1, 203.0.113.7|X-Forwarded-Proto: http, https", "203.0.113.7", true, "h")]
    [InlineData("2", "X-Forwarded-For", "X-Forwarded-For: 192.0.2.66, 198.51.100.1, 203.0.113.7|X-Forwarded-Proto: https", "198.51.100.1", true, "h")]
    [InlineData("2", "X-Forwarded-For", "X-Forwarded-For: 192.0.2.66|X-Forwarded-For: 198.51.100.1:443,[2001:db8::1]:443", "198.51.100.1", false, "h")]
    [InlineData("3", "X-Forwarded-For", "X-Forwarded-For: 198.51.100.1", "198.51.100.1", false, "h")]
    [InlineData("1", "X-Forwarded-For", "X-Forwarded-For: unknown", Peer, false, "h")]
    [InlineData("1", "X-Forwarded-For", "X-Forwarded-Proto: https", Peer, true, "h")]
    [InlineData("1", "X-Forwarded-For", "Forwarded: for=192.0.2.1;proto=https|X-Real-IP: 192.0.2.2", Peer, false, "h")]
    [InlineData("1", "X-Forwarded-For", "X-Forwarded-Host: lessons.lan|X-Forwarded-Port: 8090", Peer, false, "lessons.lan:8090")]
    [InlineData("1", "X-Forwarded-For", "X-Forwarded-Host: lessons.lan:81|X-Forwarded-Port: 8090", Peer, false, "lessons.lan:81")]
    [InlineData("10.0.0.0/8", "X-Forwarded-For", "X-Forwarded-For: 192.0.2.66, 198.51.100.1, 10.1.2.3", "198.51.100.1", false, "h")]
    [InlineData("10.0.0.0/8, 198.51.100.0/24", "X-Forwarded-For", "X-Forwarded-For: 192.0.2.66, 198.51.100.1, 10.1.2.3", "192.0.2.66", false, "h")]
    [InlineData("10.0.0.1", "X-Forwarded-For", "X-Forwarded-For: 10.0.0.1", Peer, false, "h")]
    [InlineData("192.168.0.0/16,2001:db8::/32", "X-Forwarded-For", "X-Forwarded-For: 198.51.100.1|X-Forwarded-Proto: https|X-Forwarded-Host: evil.example", Peer, false, "h")]
    [InlineData("1", "Forwarded", "Forwarded: for=192.0.2.66, for=\"[2001:db8::5]:4711\";proto=https;host=\"lessons.lan:8443\"|X-Forwarded-For: 203.0.113.7", "2001:db8::5", true, "lessons.lan:8443")]
    [InlineData("2", "forwarded", "Forwarded: for=198.51.100.1;by=a|Forwarded: For=203.0.113.7;Proto=http", "198.51.100.1", false, "h")]
    [InlineData("1", "Forwarded", "Forwarded: for=_hidden;note=\"a, b\"", Peer, false, "h")]
    [InlineData("1", "X-Azure-ClientIP", "X-Azure-ClientIP: 198.51.100.1|X-Forwarded-For: 203.0.113.7", "198.51.100.1", false, "h")]
    [InlineData("1", "CloudFront-Viewer-Address", "CloudFront-Viewer-Address: 2001:db8::9:443", "2001:db8::9", false, "h")]
    [InlineData("1", "CloudFront-Viewer-Address", "CloudFront-Viewer-Address: 2001:db8::9:46532", "2001:db8::9", false, "h")]
    [InlineData("1", "CloudFront-Viewer-Address", "CloudFront-Viewer-Address: 198.51.100.1:46532", "198.51.100.1", false, "h")]
    [InlineData("1", "Forwarded", "Forwarded: for=198.51.100.1;x=\", for=203.0.113.7", "203.0.113.7", false, "h")]
    [InlineData("1", "Forwarded", "Forwarded: for=198.51.100.1;x=\"\\\", for=\"[2001:db8::5]:4711\"", "2001:db8::5", false, "h")]
    [InlineData("1", "X-Forwarded-For", "X-Forwarded-For: 203.0.113.7|X-Forwarded-Port: 8090", "203.0.113.7", false, "h:8090")]
    [InlineData("1", "CLIENT-IP", "CLIENT-IP: 198.51.100.1:5000", "198.51.100.1", false, "h")]
    public async Task The_headers_of_trusted_proxies_give_address_https_and_host(string trust, string header, string headers, string address, bool isHttps, string host)
    {
        var seen = await ProxiedRequest.SeenAsync(trust, header, headers);

        Assert.Equal((address, isHttps, host), (seen.RemoteAddress, seen.IsHttps, seen.Host));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("yes")]
    [InlineData("10.0.0.0/8,")]
    [InlineData("10.0.0.0/33")]
    [InlineData("-1")]
    public void A_text_that_is_neither_a_number_nor_networks_is_refused(string text) => Assert.False(TrustedProxies.TryParse(text, "X-Forwarded-For", out _));

    [Theory]
    [InlineData("false")]
    [InlineData("FALSE")]
    public void The_value_false_means_no_proxy(string text) =>
        Assert.True(TrustedProxies.TryParse(text, "X-Forwarded-For", out var proxies) && proxies is null);
}
