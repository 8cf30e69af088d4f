using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The stand-in in front of the real worker, where the conformance suite does not look.</summary>
public sealed class RealWorkerTests : IDisposable
{
    private const int SigInt = 2;

    private static readonly string App = Programs.Published is { } folder && File.Exists(Path.Combine(folder, "azure-aot", "lessons-worker"))
        ? Path.Combine(folder, "azure-aot")
        : Programs.Built("AzureHost.NativeAot", "");

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

    // A terminal sends Ctrl+C to every process of the group: the worker must not die of it.
    [Fact]
    public async Task After_Ctrl_C_what_is_in_flight_is_answered()
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

        service.Process.SignalGroup(SigInt);
        await service.Process.WaitForLineAsync("The host ends the worker; 1 requests are in flight");
        line.Release();

        Assert.Equal(307, (await login).Status);
        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    // A cold worker's first request may take longer than Redis is given by default.
    private async Task<Service> StartAsync(string redisUrl = "") => await Service.WaitForAsync(ChildProcess.Start(
        "env", // SIGINT as by default, which a shell's background job would ignore, in a process group of its own
        ["--default-signal=INT", "setsid", Programs.Built("FunctionsLocal", "functions-local"), "--app", App],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = redisUrl, ["REDIS_TIMEOUT_MS"] = "30000" },
        _folder.Path));
}
