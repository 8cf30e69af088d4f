using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Portable.AzureFunctions.Protocol;
using Xunit;
using Status = Portable.AzureFunctions.Protocol.StatusResult.Types.Status;

namespace Lessons.Tests;

/// <summary>The worker exits when the host ends it and after an error.</summary>
public sealed class EndTests
{
    private const string Nowhere = "redis://127.0.0.1:1";

    [Fact]
    public async Task After_WorkerTerminate_an_invocation_in_flight_is_answered_before_exit()
    {
        await using var worker = await RunningWorker.StartReadyAsync();
        var inFlight = await worker.HangAsync("id-hanging");

        await worker.Session.SendAsync(new() { WorkerTerminate = new() { GracePeriod = new() { Seconds = 5 } } });
        var late = await RunningWorker.AnswerAsync(worker.Session.InvokeAsync(RpcRequests.Invocation("id-late", RpcRequests.Http("GET", "/login?userId=x"))));
        worker.Proxy.Release();

        Assert.Equal(RpcRequests.Error(503, "Out of time", "id-late"), late);
        Assert.Equal("200", (await RunningWorker.AnswerAsync(inFlight)).StatusCode);
        await worker.Session.Ended;
        Assert.Contains("GET /login 503", worker.Session.Log.Where(log => log.InvocationId == "id-late").Select(log => log.Message));
        Assert.Equal(0, await worker.Process.WaitForExitAsync());
    }

    [Theory]
    [InlineData(0, 600_000_000)]
    [InlineData(0, 0)]
    [InlineData(-9, 0)]
    [InlineData(60, 0)] // the host kills the worker after five seconds, whatever the grace period is
    public async Task An_invocation_longer_than_the_grace_period_returns_503(long seconds, int nanos)
    {
        await using var worker = await RunningWorker.StartReadyAsync();
        var inFlight = await worker.HangAsync("id-hanging");

        await worker.Session.SendAsync(new() { WorkerTerminate = new() { GracePeriod = new() { Seconds = seconds, Nanos = nanos } } });

        Assert.Equal(RpcRequests.Error(503, "Out of time", "id-hanging"), await RunningWorker.AnswerAsync(inFlight));
        Assert.Equal(0, await worker.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task WorkerTerminate_without_a_grace_period_ends_an_idle_worker()
    {
        await using var worker = await RunningWorker.StartReadyAsync();

        await worker.Session.SendAsync(new() { WorkerTerminate = new() });

        await worker.Session.Ended;
        Assert.Equal(0, await worker.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task The_worker_exits_with_1_when_the_host_ends_the_stream()
    {
        await using var worker = await RunningWorker.StartReadyAsync();

        worker.Session.Close();

        Assert.Equal(1, await worker.Process.WaitForExitAsync()); // after exit code 0, the host would start no new worker
        Assert.Contains("\"level\":\"WARN\",\"message\":\"The host closed the connection. The worker exits\"", worker.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_exits_with_1_if_the_connection_breaks_during_an_invocation()
    {
        await using var worker = await RunningWorker.StartReadyAsync();
        await worker.HangAsync("id-1");

        worker.HostLine.Cut();

        Assert.Equal(1, await worker.Process.WaitForExitAsync());
        Assert.Contains("\"level\":\"ERROR\",\"message\":\"The connection to the host failed: ", worker.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_exits_with_1_when_the_host_cannot_be_reached()
    {
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // this socket reserves the port and does not listen, so the system refuses connections
        await using var process = WorkerProgram.Start(((IPEndPoint)deaf.LocalEndPoint!).Port, ("UPSTASH_REDIS_URL", Nowhere));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("\"level\":\"ERROR\",\"message\":\"The connection to the host failed: Connection refused", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPSTASH_REDIS_URL", "", "UPSTASH_REDIS_URL must be set.")]
    [InlineData("UPSTASH_REDIS_URL", "s3cret", "UPSTASH_REDIS_URL must begin with redis:// or rediss://.")]
    [InlineData("UPSTASH_REDIS_URL", "redis://:s3cret@h:port", "UPSTASH_REDIS_URL must have a port from 1 to 65535 after the host's ':'.")]
    [InlineData("LOGIN_MODE", "s3cret", "LOGIN_MODE must be open or password.")]
    public async Task A_request_returns_503_until_the_host_corrects_a_wrong_setting(string name, string value, string sentence)
    {
        await using var worker = await RunningWorker.StartAsync((name, value));
        var load = new StreamingMessage { RequestId = "load", FunctionLoadRequest = new() { FunctionId = "lessons" } };
        var success = new StatusResult { Status = Status.Success };

        Assert.Equal(success, (await worker.Session.AskAsync(new() { RequestId = "init", WorkerInitRequest = new() })).WorkerInitResponse.Result);
        Assert.Equal(success, (await worker.Session.AskAsync(load)).FunctionLoadResponse.Result);
        Assert.Equal(RpcRequests.Error(503, "The service is not configured", "id-early"), await RunningWorker.AnswerAsync(worker.Session.InvokeAsync(RpcRequests.Invocation("id-early", RpcRequests.Http("GET", "/")))));

        var reload = new FunctionEnvironmentReloadRequest { EnvironmentVariables = { ["UPSTASH_REDIS_URL"] = worker.Proxy.Url, ["LOGIN_MODE"] = "open" } };
        Assert.Equal(success, (await worker.Session.AskAsync(new() { FunctionEnvironmentReloadRequest = reload })).FunctionEnvironmentReloadResponse.Result);
        Assert.Equal(success, (await worker.Session.AskAsync(load)).FunctionLoadResponse.Result);
        await worker.LoginAsync("lambros");

        Assert.Contains(worker.Session.Log, line => line.InvocationId == "id-early" && line.Message == $"The service is not configured: {sentence}");
        var line = JsonDocument.Parse(worker.Process.Output.Split('\n')[0]).RootElement;
        Assert.Equal(("ERROR", $"The settings cannot be used: {sentence}"), (line.GetProperty("level").GetString(), line.GetProperty("message").GetString()));
        Assert.DoesNotContain("s3cret", worker.Process.Output + string.Concat(worker.Session.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_exits_with_1_when_its_message_exceeds_the_hosts_limit()
    {
        await using var host = await ScriptedFunctionsHost.StartAsync();
        var arguments = WorkerProgram.Arguments(host.Port).Select(argument => argument == "2147483647" ? "100" : argument).ToArray();
        await using var process = WorkerProgram.StartWith(arguments, ("UPSTASH_REDIS_URL", Nowhere));
        var session = await host.AcceptAsync();
        await session.NextAsync(); // StartStream

        await session.SendAsync(new() { FunctionsMetadataRequest = new() });

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("\"level\":\"ERROR\",\"message\":\"The connection to the host failed: Sending message exceeds the maximum configured message size.", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--functions-uri is missing. The Azure Functions host, or a stand-in such as functions-local, must start this worker.")]
    [InlineData("--functions-worker-id is missing. The Azure Functions host, or a stand-in such as functions-local, must start this worker.", "--host", "h", "--port", "1")]
    [InlineData("--functions-uri must be http://HOST:PORT/.", "--functions-uri", "https://h:1/", "--functions-worker-id", "w", "--functions-request-id", "r")]
    public async Task The_worker_prints_a_missing_or_invalid_option_and_exits_with_1(string sentence, params string[] arguments)
    {
        await using var process = WorkerProgram.StartWith(arguments, ("UPSTASH_REDIS_URL", Nowhere));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal(sentence, process.Output);
    }
}
