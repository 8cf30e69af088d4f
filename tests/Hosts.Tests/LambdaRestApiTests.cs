using Xunit;

namespace Portable.Tests;

public sealed class LambdaRestApiTests(RestApiProbe host) : JsonLogCases(host), IClassFixture<RestApiProbe>;

public sealed class RestApiProbe() : LambdaProbe("rest-api")
{
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    private const string SevenMethods = "A REST API has the methods DELETE, GET, HEAD, OPTIONS, PATCH, POST and PUT";

    private protected override IReadOnlyList<HostLimit> FormatLimits =>
    [
        HttpApi1Probe.Queries,
        new(nameof(HostCases.A_method_reaches_the_application_as_sent), ["BREW", "get"], SevenMethods),
        new(nameof(HostCases.A_body_arrives_with_any_method), ["BREW"], SevenMethods),
    ];
}
