using Xunit;

namespace Portable.Tests;

public sealed class LambdaAlbMultiTests(AlbMultiProbe host) : JsonLogCases(host), IClassFixture<AlbMultiProbe>;

public sealed class AlbMultiProbe() : LambdaProbe("alb-multi")
{
    /// <summary>The limits of every load balancer.</summary>
    internal static readonly HostLimit[] LoadBalancer =
    [
        new(nameof(HostCases.A_query_reaches_the_application_as_sent), ["a&b=", "=&&="], Parameters),
        new(nameof(HostCases.A_text_body_arrives_completely), ["1000000"], AboveOneMegabyte),
        new(nameof(HostCases.A_binary_body_arrives_unchanged), ["bytes 1000000", "stream 1000000", "parts 1000000"], AboveOneMegabyte),
    ];

    private protected override IReadOnlyList<HostLimit> FormatLimits => LoadBalancer;
}
