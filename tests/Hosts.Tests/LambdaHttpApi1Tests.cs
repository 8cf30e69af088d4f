using Xunit;

namespace Portable.Tests;

public sealed class LambdaHttpApi1Tests(HttpApi1Probe host) : JsonLogCases(host), IClassFixture<HttpApi1Probe>;

public sealed class HttpApi1Probe() : LambdaProbe("http-api-1")
{
    /// <summary>The queries that an event of payload version 1.0 does not contain as sent.</summary>
    internal static readonly HostLimit Queries = new(
        nameof(HostCases.A_query_reaches_the_application_as_sent), ["a&b=", "a=+%20", "a=%zz", "?a=/?", "=&&="], DecodedQuery);

    private protected override IReadOnlyList<HostLimit> FormatLimits => [HttpApiProbe.Paths, Queries];
}
