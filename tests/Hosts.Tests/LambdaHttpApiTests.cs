using Xunit;

namespace Portable.Tests;

public sealed class LambdaHttpApiTests(HttpApiProbe host) : JsonLogCases(host), IClassFixture<HttpApiProbe>;

public sealed class HttpApiProbe() : LambdaProbe("http-api")
{
    /// <summary>The paths that an HTTP API changes.</summary>
    internal static readonly HostLimit Paths = new(
        nameof(HostCases.A_path_reaches_the_application_as_sent), ["/echo/caf%C3%A9", "/echo/%c3%a9", "/echo/a%2Fb", "/echo/%41", "/echo/%25zz", "/echo/%zz"], DecodedPath);

    private protected override IReadOnlyList<HostLimit> FormatLimits => [Paths];
}
