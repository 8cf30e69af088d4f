using Xunit;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.Tests;

/// <summary>The stand-in starts, watches, restarts and ends its worker as the Functions host does.</summary>
public sealed class WorkerLifeTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_worker_starts_in_the_apps_folder_with_the_hosts_arguments()
    {
        _app.Write("main.js", "");
        _app.Write("worker.config.json", ScriptedApp.WorkerConfig(""","defaultWorkerPath":"main.js" """));
        await using var process = _app.Start();

        using var worker = await _app.NextWorkerAsync();

        var (port, id, request) = (worker.Argument("--port"), worker.Argument("--workerId"), worker.Argument("--requestId"));
        Assert.Equal((_app.Path, "dotnet-isolated"), (worker.WorkingFolder, worker.Runtime));
        Assert.Equal(
            [
                Path.Combine(_app.Path, "main.js"),
                "--host", "127.0.0.1", "--port", port, "--workerId", id, "--requestId", request, "--grpcMaxMessageLength", "2147483647",
                "--functions-uri", $"http://127.0.0.1:{port}/", "--functions-worker-id", id, "--functions-request-id", request, "--functions-grpc-max-message-length", "2147483647",
            ],
            worker.Arguments);
    }

    [Fact]
    public async Task A_worker_that_sends_no_StartStream_is_started_three_times()
    {
        _app.Write("worker.config.json", ScriptedApp.WorkerConfig(rest: ""","processOptions":{"processStartupTimeout":"00:00:00.5"}"""));
        await using var process = _app.Start();

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal(3, process.Output.Split('\n').Count(line => line == "The worker sent no StartStream within 0.5 seconds."));
        Assert.Contains("The worker failed 3 times", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_does_not_answer_WorkerInitRequest_is_restarted()
    {
        _app.Write("worker.config.json", ScriptedApp.WorkerConfig(rest: ""","processOptions":{"initializationTimeout":"00:00:00.5"}"""));
        await using var process = _app.Start();
        using var mute = await _app.NextWorkerAsync();
        await mute.SendStartAsync();

        using var worker = await _app.NextWorkerAsync();
        await worker.OpenAsync([]);

        await process.WaitForLineAsync("Listening on ");
        Assert.Contains("The worker sent no WorkerInitResponse within 0.5 seconds.", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_returns_an_empty_500_and_a_new_worker_serves_the_next_request()
    {
        var (service, first) = await StandIn.StartAsync(_app);
        await using var running = service;
        using (first)
        {
            var dying = service.SendAsync("GET /");
            await first.NextInvocationAsync();
            first.Exit(134);
            Assert.Equal((500, ""), await AnswerAsync(dying));
        }

        using var second = await _app.NextWorkerAsync();
        var waiting = service.SendAsync("GET /");
        await second.OpenAsync([], isFirst: false);
        await second.ServeAsync(ScriptedWorker.Ok);
        Assert.Equal((200, "ok"), await AnswerAsync(waiting));
    }

    [Fact]
    public async Task A_change_of_host_json_starts_a_new_worker_and_loses_no_request()
    {
        var (service, first) = await StandIn.StartAsync(_app, "HandlesWorkerTerminateMessage");
        await using var running = service;
        using var ending = first;
        var early = service.SendAsync("GET /");
        var invocation = await first.NextInvocationAsync();

        _app.Write("host.json", """{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""");

        await first.ReceiveAsync(Kind.WorkerTerminate);
        var late = service.SendAsync("GET /");
        await first.AnswerAsync(invocation, ScriptedWorker.Ok);
        Assert.Equal((200, "ok"), await AnswerAsync(early));
        first.Exit(0);
        using var second = await _app.NextWorkerAsync();
        await second.OpenAsync([], isFirst: false);
        await second.ServeAsync(ScriptedWorker.Ok);
        Assert.Equal((200, "ok"), await AnswerAsync(late));
    }

    [Fact]
    public async Task A_request_to_a_function_that_cannot_be_loaded_returns_an_empty_500()
    {
        await using var process = _app.Start();
        using var worker = await _app.NextWorkerAsync();
        await worker.OpenAsync([], loadError: "no such class");
        var service = await RunningHost.WaitForAsync(process);

        Assert.Equal((500, ""), await AnswerAsync(service.SendAsync("GET /a")));
        Assert.Contains("The worker's load failed: Failure no such class", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_exits_with_code_200_are_not_failures_and_start_new_workers()
    {
        var (service, worker) = await StandIn.StartAsync(_app);
        await using var running = service;
        for (var i = 0; i < 5; i++)
        {
            var request = service.SendAsync("GET /");
            await worker.ServeAsync(ScriptedWorker.Ok);
            Assert.Equal((200, "ok"), await AnswerAsync(request)); // the worker has started: an exit during the start would be a failure
            worker.Exit(200);
            worker.Dispose();
            worker = await _app.NextWorkerAsync();
            await worker.OpenAsync([], isFirst: false);
        }

        worker.Dispose();
    }

    // The host ignores exit code 0 until an invocation reaches functionTimeout.
    [Fact]
    public async Task After_exit_code_0_a_new_worker_starts_when_an_invocation_times_out()
    {
        _app.Write("host.json", """{"version":"2.0","functionTimeout":"00:00:01","extensions":{"http":{"routePrefix":""}}}""");
        var (service, first) = await StandIn.StartAsync(_app);
        await using var running = service;
        first.Exit(0);
        first.Dispose();
        await service.Process.WaitForLineAsync("The worker exited with code 0");

        Assert.Equal((500, ""), await AnswerAsync(service.SendAsync("GET /")));

        using var second = await _app.NextWorkerAsync();
        await second.OpenAsync([], isFirst: false);
    }

    [Fact]
    public async Task An_invocation_time_out_returns_an_empty_500_and_restarts_the_worker()
    {
        _app.Write("host.json", """{"version":"2.0","functionTimeout":"00:00:01","extensions":{"http":{"routePrefix":""}}}""");
        var (service, first) = await StandIn.StartAsync(_app, "HandlesInvocationCancelMessage", "HandlesWorkerTerminateMessage");
        await using var running = service;
        var request = service.SendAsync("GET /");
        var invocation = await first.NextInvocationAsync();

        Assert.Equal((500, ""), await AnswerAsync(request));

        Assert.Equal(invocation.InvocationId, (await first.ReceiveAsync(Kind.InvocationCancel)).InvocationCancel.InvocationId);
        await first.ReceiveAsync(Kind.WorkerTerminate);
        first.Exit(0);
        first.Dispose();
        using var second = await _app.NextWorkerAsync();
        await second.OpenAsync([], isFirst: false);
        var next = service.SendAsync("GET /");
        await second.ServeAsync(ScriptedWorker.Ok);
        Assert.Equal((200, "ok"), await AnswerAsync(next));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    [InlineData("the worker's own")]
    public async Task A_second_stream_is_closed_and_the_first_stream_stays_in_use(string? id)
    {
        var (service, worker) = await StandIn.StartAsync(_app);
        await using var running = service;
        using var first = worker;
        using var stranger = new ScriptedWorker([worker.WorkingFolder, worker.Runtime, .. worker.Arguments], _ => { });

        await stranger.SendAsync(id switch
        {
            null => new() { WorkerStatusResponse = new() },
            "other" => new() { StartStream = new() { WorkerId = id } },
            _ => new() { StartStream = new() { WorkerId = worker.Argument("--workerId") } },
        });

        Assert.True(await stranger.IsClosedAsync());
        var request = service.SendAsync("GET /");
        await first.ServeAsync(ScriptedWorker.Ok);
        Assert.Equal((200, "ok"), await AnswerAsync(request));
    }

    private static async Task<(int Status, string Body)> AnswerAsync(Task<RawResponse> request)
    {
        var response = await request;
        return (response.Status, response.Body);
    }
}
