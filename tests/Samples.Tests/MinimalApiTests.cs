using MinimalApi;
using Xunit;

namespace Lessons.Tests;

public sealed class MinimalApiTests(MinimalApiHost host) : HostCases(host), IClassFixture<MinimalApiHost>;

public sealed partial class MinimalApiHost : ProbeHost
{
    protected override async Task<RunningHost> StartAsync()
    {
        var log = new HostLog();
        var server = await PlainServer.StartAsync(ProbeApp.Create(log.Context), port: 0);
        return new(server.Urls.Single(), log, server);
    }
}
