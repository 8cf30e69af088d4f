using Xunit;

namespace Lessons.Tests.Http;

/// <summary>
/// Tests the headers that platforms and proxies send, by their documents. In the test data, the client itself wrote each entry
/// 198.51.100.66.
/// </summary>
public sealed class PlatformHeadersTests
{
    private const string List = "X-Forwarded-For";
    private const string Peer = ProxiedRequest.Peer;

    // https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header: a load balancer appends the client and its own address.
    [Theory]
    [InlineData("true", "X-Forwarded-For: 203.0.113.7|X-Forwarded-Proto: https", "203.0.113.7")]
    [InlineData("true", "X-Forwarded-For: 198.51.100.66, 203.0.113.7|X-Forwarded-Proto: https", "203.0.113.7")]
    [InlineData("true", "X-Forwarded-For: 198.51.100.66,2001:db8::7|X-Forwarded-Proto: https", "2001:db8::7")]
    [InlineData("2", "X-Forwarded-For: 198.51.100.66,203.0.113.7,192.0.2.1|X-Forwarded-Proto: https", "203.0.113.7")]
    [InlineData("10.0.0.0/8,192.0.2.1", "X-Forwarded-For: 198.51.100.66,203.0.113.7,192.0.2.1|X-Forwarded-Proto: https", "203.0.113.7")]
    public Task The_headers_of_Cloud_Run_give_the_client_and_https(string trust, string headers, string address) =>
        AssertAsync(trust, List, headers, address, isHttps: true);

    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html. Its logs write IPv6 and the port without brackets.
    [Theory]
    [InlineData("X-Forwarded-For: 198.51.100.66, 203.0.113.7|X-Forwarded-Proto: https", "203.0.113.7")]
    [InlineData("X-Forwarded-For: 198.51.100.66, 203.0.113.7:41234|X-Forwarded-Proto: https", "203.0.113.7")]
    [InlineData("X-Forwarded-For: 2001:DB8::21f:5bff:febf:ce22:8a2e|X-Forwarded-Proto: https", "2001:db8:0:21f:5bff:febf:ce22:8a2e")]
    [InlineData("X-Forwarded-For: 2001:db8:4538:1:bcf4:5264:e01c:f215:4711|X-Forwarded-Proto: https", "2001:db8:4538:1:bcf4:5264:e01c:f215")]
    [InlineData("X-Forwarded-For: 2001:db8::f215:50718|X-Forwarded-Proto: https", "2001:db8::f215")]
    [InlineData("X-Forwarded-For: [2001:db8::f215]:50718|X-Forwarded-Proto: https", "2001:db8::f215")]
    public Task The_headers_of_Amazons_load_balancer_give_the_client_and_https(string headers, string address) =>
        AssertAsync("true", List, headers, address, isHttps: true);

    [Fact]
    public async Task The_headers_of_Amazons_load_balancer_give_the_requested_port() =>
        Assert.Equal("h:8443", (await ProxiedRequest.SeenAsync("true", List, "X-Forwarded-For: 203.0.113.7|X-Forwarded-Port: 8443")).Host);

    // https://github.com/aws/apprunner-roadmap/issues/52: these two headers only.
    [Fact]
    public Task The_headers_of_App_Runner_give_the_client_and_https() =>
        AssertAsync("true", List, "X-Forwarded-For: 198.51.100.66, 203.0.113.7|X-Forwarded-Proto: https", "203.0.113.7", isHttps: true);

    // https://learn.microsoft.com/azure/container-apps/ingress-overview#http-headers: only the rightmost address comes from the platform.
    [Theory]
    [InlineData("X-Forwarded-For: 203.0.113.7|X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-For: 198.51.100.66, 203.0.113.7|X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-For: 198.51.100.66,203.0.113.7:5678|X-Forwarded-Proto: https")]
    public Task The_headers_of_Container_Apps_give_the_client_and_https(string headers) => AssertAsync("true", List, headers, "203.0.113.7", isHttps: true);

    // https://learn.microsoft.com/azure/application-gateway/application-gateway-faq: a list of IP:port. App Service writes the same.
    [Theory]
    [InlineData(List, "X-Forwarded-For: 203.0.113.7:5678", "203.0.113.7")]
    [InlineData(List, "X-Forwarded-For: unknown, 203.0.113.7:5678", "203.0.113.7")]
    [InlineData(List, "X-Forwarded-For: 198.51.100.66:52987, [2001:db8:3ac::2e17:f3af]:64909", "2001:db8:3ac::2e17:f3af")]
    [InlineData("CLIENT-IP", "CLIENT-IP: 203.0.113.7:49828|X-Forwarded-For: 198.51.100.66, 203.0.113.7:49828", "203.0.113.7")]
    [InlineData("CLIENT-IP", "CLIENT-IP: [2001:db8::7]:49828|X-Forwarded-For: 198.51.100.66", "2001:db8::7")]
    [InlineData("X-Azure-ClientIP", "X-Azure-ClientIP: 203.0.113.7|X-Forwarded-For: 203.0.113.7, 192.0.2.20, 192.0.2.10:49828", "203.0.113.7")]
    public Task The_headers_of_App_Service_give_the_client_with_a_port(string header, string headers, string address) =>
        AssertAsync("true", header, headers, address);

    // https://fly.io/docs/networking/request-headers/: the last address of the list belongs to the app.
    [Theory]
    [InlineData("true", "Fly-Client-IP", "Fly-Client-IP: 203.0.113.7|X-Forwarded-For: 198.51.100.66, 203.0.113.7, 2001:db8::af:1aa1:0", "203.0.113.7")]
    [InlineData("true", "fly-client-ip", "Fly-Client-IP: 2001:db8:5::7|X-Forwarded-For: 2001:db8:5::7, 192.0.2.1", "2001:db8:5::7")]
    [InlineData("2", List, "X-Forwarded-For: 198.51.100.66, 203.0.113.7, 2001:db8::af:1aa1:0", "203.0.113.7")]
    public Task The_headers_of_Fly_give_the_client_alone_or_before_the_app(string trust, string header, string headers, string address) =>
        AssertAsync(trust, header, headers + "|X-Forwarded-Proto: https", address, isHttps: true);

    // https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/: one address, or appended by compute-full-forwarded-for.
    [Theory]
    [InlineData("X-Real-IP", "X-Real-IP: 203.0.113.7|X-Forwarded-For: 203.0.113.7|X-Original-Forwarded-For: 198.51.100.66", "203.0.113.7")]
    [InlineData("x-real-ip", "X-Real-IP: 2001:db8::7|X-Forwarded-For: 198.51.100.66, 2001:db8::7", "2001:db8::7")]
    [InlineData(List, "X-Real-IP: 203.0.113.7|X-Forwarded-For: 198.51.100.66, 203.0.113.7", "203.0.113.7")]
    [InlineData(List, "X-Real-IP: 198.51.100.66|X-Forwarded-For: 203.0.113.7|X-Original-Forwarded-For: 198.51.100.66", "203.0.113.7")]
    public Task The_headers_of_nginx_give_the_client_alone_or_at_the_end(string header, string headers, string address) =>
        AssertAsync("true", header, headers, address);

    // https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/#forwarded-headers: Traefik does not add itself to a list.
    [Theory]
    [InlineData("true", List, "X-Forwarded-For: 203.0.113.7|X-Real-Ip: 203.0.113.7")]
    [InlineData("true", "X-Real-IP", "X-Forwarded-For: 198.51.100.66|X-Real-Ip: 203.0.113.7")]
    [InlineData("10.0.0.0/8", List, "X-Forwarded-For: 198.51.100.66, 203.0.113.7, 10.2.2.2, 10.3.3.3|X-Real-Ip: 10.3.3.3")]
    public async Task The_headers_of_Traefik_give_the_client_and_the_host(string trust, string header, string headers)
    {
        var seen = await ProxiedRequest.SeenAsync(
            trust, header, headers + "|X-Forwarded-Host: lessons.example|X-Forwarded-Port: 443|X-Forwarded-Proto: https|X-Forwarded-Server: t1");

        Assert.Equal(("203.0.113.7", true, "lessons.example:443"), (seen.RemoteAddress, seen.IsHttps, seen.Host));
    }

    // https://docs.haproxy.org/3.0/configuration.html#option%20forwardfor: HAProxy adds a separate header line, always as the last one.
    [Theory]
    [InlineData("true", "X-Forwarded-For: 198.51.100.66|X-Forwarded-For: 203.0.113.7", "203.0.113.7")]
    [InlineData("true", "X-Forwarded-For: 198.51.100.66, 198.51.100.67|X-Other: 1|x-forwarded-for: 2001:db8::7", "2001:db8::7")]
    [InlineData("2", "X-Forwarded-For: 198.51.100.66|X-Forwarded-For: 203.0.113.7|X-Forwarded-For: 10.9.9.9", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "X-Forwarded-For: 10.6.6.6, 203.0.113.7|X-Forwarded-For: 10.9.9.9", "203.0.113.7")]
    public Task The_client_is_in_the_last_header_line_of_HAProxy(string trust, string headers, string address) => AssertAsync(trust, List, headers, address);

    [Theory]
    [InlineData(" 198.51.100.66 ,\t203.0.113.7\t", "203.0.113.7")]
    [InlineData(",, ,203.0.113.7", "203.0.113.7")]
    [InlineData("198.51.100.66,", Peer)]
    [InlineData("198.51.100.66, ,\t", Peer)]
    [InlineData("198.51.100.66, unknown", Peer)]
    [InlineData("198.51.100.66, -", Peer)]
    [InlineData("198.51.100.66, unix:", Peer)]
    [InlineData("198.51.100.66, 203.0.113", Peer)]
    [InlineData("198.51.100.66, 203.0.113.7:", Peer)]
    [InlineData("198.51.100.66, 203.0.113.7/32", Peer)]
    [InlineData("198.51.100.66, [203.0.113.7]:80", Peer)]
    [InlineData("198.51.100.66, [2001:db8::7", Peer)]
    [InlineData("198.51.100.66 203.0.113.7", Peer)]
    [InlineData("198.51.100.66; 203.0.113.7", Peer)]
    public Task An_invalid_proxy_entry_is_not_replaced_by_an_entry_of_the_client(string list, string address) =>
        AssertAsync("true", List, "X-Forwarded-For: " + list, address);

    private static async Task AssertAsync(string trust, string header, string headers, string address, bool isHttps = false)
    {
        var seen = await ProxiedRequest.SeenAsync(trust, header, headers);

        Assert.Equal((address, isHttps), (seen.RemoteAddress, seen.IsHttps));
    }
}
