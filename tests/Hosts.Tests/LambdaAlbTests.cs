using Xunit;

namespace Portable.Tests;

public sealed class LambdaAlbTests(AlbProbe host) : JsonLogCases(host), IClassFixture<AlbProbe>;

public sealed class AlbProbe() : LambdaProbe("alb")
{
    private protected override IReadOnlyList<HostLimit> FormatLimits =>
    [
        .. AlbMultiProbe.LoadBalancer,
        new(nameof(HostCases.A_query_reaches_the_application_as_sent), ["a=1&a=2"], LastValue),
        new(nameof(HostCases.A_repeated_header_reaches_the_application_with_every_value), ["X-Probe: 1\r\nX-Probe: 2", "X-Probe: 1\r\nX-Other: 3\r\nx-probe: 2"], LastValue),
        new(nameof(HostCases.Cookies_reach_the_application_in_the_order_of_the_request), ["Cookie: probe=1\r\nCookie: probe=2"], LastValue),
    ];
}
