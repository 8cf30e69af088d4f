using Xunit;

namespace Portable.Tests;

public sealed class AzureAotTests(OwnWorkerProbe host) : AzureCases(host), IClassFixture<OwnWorkerProbe>;

public sealed class OwnWorkerProbe() : AzureProbe(Path.GetDirectoryName(ProbePrograms.Probe)!)
{
    private protected override IReadOnlyList<HostLimit> WorkerLimits =>
    [
        new(nameof(HostCases.A_chunked_body_is_read), [], "The Functions host reads a body only if the request has a Content-Length"),
        new(nameof(HostCases.A_part_of_a_stream_arrives_before_the_next_part_is_made), [], "RpcHttp, the message of a response, has no stream"),
    ];
}
