using System.Net.Sockets;
using Xunit;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.Tests;

/// <summary>How the stand-in exits: after SIGTERM, and after its worker has crashed too often.</summary>
public sealed class WorkerEndTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_third_crash_closes_the_port_and_resets_a_request_in_flight()
    {
        _app.Write("host.json", """{"version":"2.0","functionTimeout":"00:00:02","extensions":{"http":{"routePrefix":""}}}""");
        var (service, worker) = await RunningHost.StartAsync(_app);
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
        Assert.Contains("The worker failed 3 times", service.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_stand_in_lets_the_worker_finish_its_invocation()
    {
        var (service, worker) = await RunningHost.StartAsync(_app, "HandlesWorkerTerminateMessage");
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
        var (service, worker) = await RunningHost.StartAsync(_app, "HandlesWorkerTerminateMessage");
        await using var running = service;
        using var deaf = worker;

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.Contains("The worker did not exit within 5 seconds and is killed.", service.Process.Output, StringComparison.Ordinal);
    }

    // The worker gets a status request every ten seconds, and has ten seconds to answer.
    [Fact]
    public async Task A_worker_that_does_not_answer_a_status_request_can_be_ended()
    {
        var (service, worker) = await RunningHost.StartAsync(_app, "WorkerStatus");
        await using var running = service;
        using var mute = worker;
        await worker.ReceiveAsync(Kind.WorkerStatusRequest);

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(8)));
    }
}
