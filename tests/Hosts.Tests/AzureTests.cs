using Lessons.TestKit;
using Xunit;

namespace Portable.Tests;

public sealed class AzureTests(MicrosoftWorkerProbe host) : AzureCases(host), IClassFixture<MicrosoftWorkerProbe>
{
    [Fact]
    public async Task Behind_the_Functions_host_proxy_a_client_has_no_remote_address()
    {
        var response = await Host.From("127.0.0.9").SendAsync("GET /echo", ["X-Forwarded-For: 192.0.2.1", "CLIENT-IP: 192.0.2.2"]);

        Assert.Contains("\"RemoteAddress\":null,", response.Body, StringComparison.Ordinal);
        // The front end has overwritten the client's header.
        Assert.Matches("\"CLIENT-IP\",\"127\\.0\\.0\\.9:[0-9]+\"", response.Body);
        Assert.DoesNotContain("192.0.2.2", response.Body, StringComparison.Ordinal);
    }
}

public sealed class MicrosoftWorkerProbe() : AzureProbe(Programs.Built("Probe.Functions", ""))
{
    private protected override IReadOnlyList<HostLimit> WorkerLimits =>
    [
        new(nameof(HostCases.A_method_reaches_the_application_as_sent), ["get"], "The proxy of the Functions host (YARP) writes the known methods in capitals"),
        new(nameof(HostCases.A_query_reaches_the_application_as_sent), ["a=%zz"], "The proxy of the Functions host converts the target to a URI, which encodes a malformed % as %25"),
        new(nameof(HostCases.The_remote_address_is_the_address_of_the_connected_client), [], "The proxy of the Functions host overwrites X-Forwarded-For: azure-functions-host, issues 11254 and 10253"),
    ];
}
