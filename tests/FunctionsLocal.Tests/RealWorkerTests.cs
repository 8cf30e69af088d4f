using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The stand-in with the real worker, in cases that the conformance suite does not test.</summary>
public sealed class RealWorkerTests : IDisposable
{
    private static readonly string App = Programs.Published is { } folder && File.Exists(Path.Combine(folder, "azure-aot", "lessons-worker"))
        ? Path.Combine(folder, "azure-aot")
        : Programs.Built("AzureHost.NativeAot", "");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_Redis_an_embedded_one_starts_and_a_killed_worker_restarts()
    {
        await using var service = await StartAsync();
        var cookie = await service.LoginAsync("x");

        await service.Process.KillChildrenAsync();

        await Eventually.HoldsAsync("the session is valid again", async () => (await service.SendAsync("GET /lessons/completed", [cookie])).Status == 200);
        Assert.Contains("The worker exited with code 137.", service.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_SIGTERM_the_stand_in_stops_and_the_worker_exits_by_itself()
    {
        await using var service = await StartAsync();
        await service.LoginAsync("x");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.DoesNotContain("killed", service.Process.Output, StringComparison.Ordinal);
    }

    // A terminal sends Ctrl+C to every process of the group. The worker must not exit because of Ctrl+C.
    [Fact]
    public async Task After_Ctrl_C_a_request_in_flight_is_answered()
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

    // A cold worker's first request may take longer than the default time-out of Redis.
    private async Task<Service> StartAsync(string redisUrl = "")
    {
        Needs.Linux("setsid");
        return await Service.WaitForAsync(ChildProcess.Start(
            "env", // Sets the default action for SIGINT, which a shell's background job ignores. The process has its own group.
            ["--default-signal=INT", "setsid", Programs.Built("FunctionsLocal", "functions-local"), "--app", App],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = redisUrl, ["REDIS_TIMEOUT_MS"] = "30000" },
            _folder.Path));
    }
}
