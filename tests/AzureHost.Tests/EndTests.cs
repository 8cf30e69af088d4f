using System.Text.Json;
using Lessons.AzureHost.Protocol;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>How the program comes to its end, in order and otherwise.</summary>
public sealed class EndTests
{
    private const string Nowhere = "redis://127.0.0.1:1";

    [Fact]
    public async Task Told_to_terminate_it_answers_what_is_in_flight_and_leaves()
    {
        await using var worker = await RunningWorker.StartReadyAsync();
        var inFlight = await HangAsync(worker, "id-hanging");

        await worker.Session.SendAsync(new() { WorkerTerminate = new() { GracePeriod = new() { Seconds = 5 } } });
        var late = await RunningWorker.AnswerAsync(worker.Session.InvokeAsync(Requests.Invocation("id-late", Requests.Http("GET", "/"))));

        Assert.Equal("503", late.StatusCode);
        Assert.Equal("500", (await RunningWorker.AnswerAsync(inFlight)).StatusCode); // Redis's second is up
        Assert.Equal(0, await worker.Process.WaitForExitAsync());
    }

    [Theory]
    [InlineData(0, 600_000_000)]
    [InlineData(0, 0)]
    [InlineData(-9, 0)]
    public async Task What_takes_longer_than_the_grace_period_is_out_of_time(long seconds, int nanos)
    {
        await using var worker = await RunningWorker.StartReadyAsync();
        var inFlight = await HangAsync(worker, "id-hanging");

        await worker.Session.SendAsync(new() { WorkerTerminate = new() { GracePeriod = new() { Seconds = seconds, Nanos = nanos } } });

        Assert.Equal("503", (await RunningWorker.AnswerAsync(inFlight)).StatusCode);
        Assert.Equal(0, await worker.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task Told_to_terminate_without_a_grace_period_it_leaves_when_nothing_is_in_flight()
    {
        await using var worker = await RunningWorker.StartReadyAsync();

        await worker.Session.SendAsync(new() { WorkerTerminate = new() });

        await worker.Session.Ended;
        Assert.Equal(0, await worker.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_host_that_ends_the_stream_ends_the_worker()
    {
        await using var worker = await RunningWorker.StartReadyAsync();

        worker.Session.Close();

        Assert.Equal(0, await worker.Process.WaitForExitAsync());
        Assert.Contains("\"message\":\"The host closed the connection\"", worker.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_vanishes_in_the_middle_of_an_invocation_ends_the_worker()
    {
        await using var host = await FunctionsHost.StartAsync();
        using var line = TcpProxy.Start(host.Port);
        await using var process = WorkerProgram.Start(line.Port, ("UPSTASH_REDIS_URL", "redis://192.0.2.1"));
        var session = await (await host.AcceptAsync()).InitAsync();
        await session.SendAsync(new() { InvocationRequest = Requests.Invocation("id-1", Requests.Http("GET", "/login?userId=x")) });

        line.Cut();

        Assert.Equal(1, await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Contains("\"level\":\"ERROR\",\"message\":\"The connection to the host failed: ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_there_ends_the_worker()
    {
        await using var process = WorkerProgram.Start(FreePort.Find(), ("UPSTASH_REDIS_URL", Nowhere));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("\"level\":\"ERROR\",\"message\":\"The connection to the host failed: Connection refused", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPSTASH_REDIS_URL", "", "UPSTASH_REDIS_URL must be set.")]
    [InlineData("UPSTASH_REDIS_URL", "s3cret", "UPSTASH_REDIS_URL must begin with redis:// or rediss://.")]
    [InlineData("UPSTASH_REDIS_URL", "redis://:s3cret@h:port", "UPSTASH_REDIS_URL must have a port from 1 to 65535 after the host's ':'.")]
    [InlineData("LOGIN_MODE", "s3cret", "LOGIN_MODE must be open or password.")]
    public async Task A_setting_that_cannot_be_used_is_told_to_the_host_and_ends_the_worker(string name, string value, string sentence)
    {
        await using var host = await FunctionsHost.StartAsync();
        await using var process = WorkerProgram.Start(host.Port, (name, value));
        var session = await host.AcceptAsync();
        await session.NextAsync(); // StartStream

        var answer = await session.AskAsync(new() { RequestId = "init", WorkerInitRequest = new() });

        Assert.Equal(new StatusResult { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = sentence } }, answer.WorkerInitResponse.Result);
        Assert.Equal(1, await process.WaitForExitAsync());
        var line = JsonDocument.Parse(process.Output).RootElement;
        Assert.Equal(("ERROR", $"The settings cannot be used: {sentence}"), (line.GetProperty("level").GetString(), line.GetProperty("message").GetString()));
        Assert.DoesNotContain("s3cret", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--functions-uri is missing: the Azure Functions host gives it to its worker. To run this program elsewhere, use make functions-local.")]
    [InlineData("--functions-worker-id is missing: the Azure Functions host gives it to its worker. To run this program elsewhere, use make functions-local.", "--host", "h", "--port", "1")]
    [InlineData("--functions-uri must be http://HOST:PORT/.", "--functions-uri", "https://h:1/", "--functions-worker-id", "w", "--functions-request-id", "r")]
    public async Task Started_by_hand_it_says_what_it_misses(string sentence, params string[] arguments)
    {
        await using var process = WorkerProgram.StartWith(arguments, ("UPSTASH_REDIS_URL", Nowhere));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal(sentence, process.Output);
    }

    /// <summary>Sends a request whose Redis does not answer, and returns when Redis has been asked.</summary>
    private static async Task<Task<InvocationResponse>> HangAsync(RunningWorker worker, string id)
    {
        var cookie = await worker.LoginAsync("lambros");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Proxy.Silence();
        worker.Proxy.OnRequest = () => asked.TrySetResult();
        var answer = worker.Session.InvokeAsync(Requests.Invocation(id, Requests.Http("GET", "/lessons/completed", ("cookie", cookie))));
        await asked.Task.WaitAsync(Eventually.Bound);
        return answer;
    }
}
