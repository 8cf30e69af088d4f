using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The stand-in in front of the real worker, where the conformance suite does not look.</summary>
public sealed class RealWorkerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_Redis_it_brings_one_and_a_worker_that_was_killed_is_started_again()
    {
        await using var service = await StartAsync();
        var cookie = await service.LoginAsync("x");

        await service.Process.KillChildrenAsync();

        await Eventually.HoldsAsync("the session is known again", async () => (await service.SendAsync("GET /lessons/completed", [cookie])).Status == 200);
        Assert.Contains("The worker exited with code 137.", service.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stops_when_asked_and_the_worker_leaves_by_itself()
    {
        await using var service = await StartAsync();
        await service.LoginAsync("x");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.DoesNotContain("killed", service.Process.Output, StringComparison.Ordinal);
    }

    private async Task<Service> StartAsync() => await Service.WaitForAsync(ChildProcess.Start(
        Programs.Built("FunctionsLocal", "functions-local"),
        ["--app", Programs.Built("AzureHost", "")],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0" },
        _folder.Path));
}
