using Xunit;

namespace Portable.Tests;

public sealed class KestrelTests(KestrelProbe host) : JsonLogCases(host), IClassFixture<KestrelProbe>;

public sealed class KestrelProbe : ProbeHost
{
    protected override Task<RunningHost> StartAsync() => ProbePrograms.StartAsync(ProbePrograms.Probe);
}
