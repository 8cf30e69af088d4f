using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the stand-in with the real worker (AzureHost.NativeAot), in cases that the conformance suite does not test.</summary>
public sealed class RealWorkerTests : IDisposable
{
    private static readonly string App = Programs.Published is { } folder && File.Exists(Path.Combine(folder, "azure-aot", "lessons-worker"))
        ? Path.Combine(folder, "azure-aot")
        : Programs.Built("AzureHost.NativeAot", "");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_Redis_URL_a_killed_worker_restarts_and_keeps_the_session()
    {
        await using var service = await StartAsync();
        var cookie = await service.LoginAsync("x");

        await service.Process.KillChildrenAsync();

        await Eventually.HoldsAsync("the session is valid again", async () => (await service.SendAsync("GET /lessons/completed", [cookie])).Status == 200);
        Assert.Contains("The worker exited with code 137.", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGTERM_ends_the_stand_in_with_0_and_the_worker_is_not_killed()
    {
        await using var service = await StartAsync();
        await service.LoginAsync("x");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.DoesNotContain("killed", service.Output, StringComparison.Ordinal);
    }

    // A terminal sends Ctrl+C to every process of the group, so the worker receives SIGINT too. The worker must not exit because of SIGINT.
    [Fact]
    public async Task A_request_in_flight_is_answered_after_Ctrl_C()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        using var line = TcpProxy.Start(redis.Port);
        await using var service = await StartAsync(line.Url);
        await service.LoginAsync("x");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        line.Hold();
        line.OnRequest = () => asked.TrySetResult();
        var login = service.SendAsync("GET /login?userId=y");
        await asked.Task.WaitAsync(Eventually.Bound);

        service.Process.SignalGroup(UnixSignal.Interrupt);
        await service.Process.WaitForLineAsync("The host ends the worker. Invocations in flight: 1");
        line.Release();

        Assert.Equal(307, (await login).Status);
        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    // A cold worker's first request may take longer than the default of REDIS_TIMEOUT_MS, so the tests set 30 seconds.
    private async Task<RunningHost> StartAsync(string redisUrl = "")
    {
        Needs.Linux("setsid");
        return await RunningHost.WaitForAsync(Programs.Start(
            "env", // A shell's background job ignores SIGINT. env resets the action for SIGINT, and setsid creates a process group.
            ["--default-signal=INT", "setsid", Programs.Built("FunctionsLocal", "functions-local"), "--app", App],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = redisUrl, ["REDIS_TIMEOUT_MS"] = "30000" },
            _folder.Path));
    }
}
