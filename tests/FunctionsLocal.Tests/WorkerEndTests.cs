using System.Net.Sockets;
using Lessons.TestKit;
using Xunit;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.Tests;

/// <summary>The stand-in exits after SIGTERM, and after three crashes of its worker.</summary>
public sealed class WorkerEndTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task After_a_third_crash_the_port_closes_and_the_request_times_out()
    {
        _app.Write("host.json", """{"version":"2.0","functionTimeout":"00:00:02","extensions":{"http":{"routePrefix":""}}}""");
        var (service, worker) = await StandIn.StartAsync(_app);
        await using var running = service;
        for (var i = 1; i < 3; i++)
        {
            worker.Exit(i);
            worker.Dispose();
            worker = await _app.NextWorkerAsync();
            await worker.OpenAsync([], isFirst: false);
        }

        using var hanging = await service.ConnectAsync();
        await hanging.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        await worker.NextInvocationAsync();
        worker.Exit(3);
        worker.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(() => hanging.ReadAsync());
        await Assert.ThrowsAsync<SocketException>(service.ConnectAsync);
        Assert.Equal(1, await service.Process.WaitForExitAsync());
        Assert.Contains("The worker failed 3 times", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGTERM_sends_WorkerTerminate_and_the_request_in_flight_returns_200()
    {
        var (service, worker) = await StandIn.StartAsync(_app, "HandlesWorkerTerminateMessage");
        await using var running = service;
        using var ending = worker;
        var request = service.SendAsync("GET /");
        var invocation = await worker.NextInvocationAsync();

        service.Process.Terminate();

        Assert.Equal(5, (await worker.ReceiveAsync(Kind.WorkerTerminate)).WorkerTerminate.GracePeriod.Seconds);
        await worker.AnswerAsync(invocation, ScriptedWorker.Ok);
        Assert.Equal((200, "ok"), ((await request).Status, (await request).Body));
        worker.Exit(0);
        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_worker_that_does_not_exit_after_WorkerTerminate_is_killed()
    {
        var (service, worker) = await StandIn.StartAsync(_app, "HandlesWorkerTerminateMessage");
        await using var running = service;
        using var deaf = worker;

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.Contains("The worker did not exit within 5 seconds and is killed.", service.Output, StringComparison.Ordinal);
    }

    // The stand-in waits ten seconds for the answer to a status request. After SIGTERM it must exit earlier, so the limit is eight seconds.
    [Fact]
    public async Task SIGTERM_stops_the_stand_in_without_waiting_for_the_status_response()
    {
        var (service, worker) = await StandIn.StartAsync(_app, "WorkerStatus");
        await using var running = service;
        using var mute = worker;
        await worker.ReceiveAsync(Kind.WorkerStatusRequest);

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(8)));
    }
}
