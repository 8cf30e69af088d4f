using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the loop without faults.</summary>
[Collection("The environment holds one invocation's trace")]
public sealed class RuntimeLoopTests
{
    private const string Event = """{"version":"2.0","rawPath":"/login","rawQueryString":"userId=x","requestContext":{"http":{"method":"GET"}}}""";
    private const string TraceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    private const string TraceHeader = $"Lambda-Runtime-Trace-Id: {TraceId}\r\n";

    [Fact]
    public async Task Each_response_has_its_events_id_and_all_share_one_connection()
    {
        await using var loop = new LoopUnderTest();

        for (var i = 0; i < 3; i++)
        {
            var post = await loop.InvokeAsync($"id-{i}", Event);

            Assert.Equal($"POST /2018-06-01/runtime/invocation/id-{i}/response HTTP/1.1", post.Line);
            Assert.Equal((1, LoopUnderTest.NoContent), (post.Connection, post.Body));
            Assert.Equal(loop.Runtime.Address, post.Headers.First("Host"));
        }
    }

    [Fact]
    public async Task The_request_id_is_the_id_from_the_platform()
    {
        await using var loop = new LoopUnderTest(_ => (request, _) => new(Text($"{request.Method} {request.Path}?{request.Query} {request.RequestId}")));

        var post = await loop.InvokeAsync("id-1", Event);

        Assert.Contains("\"body\":\"GET /login?userId=x id-1\"", post.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task The_chunks_of_an_event_are_joined(int size)
    {
        await using var loop = new LoopUnderTest();
        var chunks = Event.Chunk(size).Select(chunk => $"{chunk.Length:x};ext=1\r\n{new string(chunk)}\r\n");

        loop.Runtime.Send(Reply.Text($"HTTP/1.1 200 OK\r\n{ScriptedRuntime.Headers("id-1")}Transfer-Encoding: chunked\r\n\r\n{string.Concat(chunks)}0\r\nTrailer: 1\r\n\r\n"));

        Assert.Equal((1, LoopUnderTest.NoContent), await loop.Runtime.NextPostAsync() is var post ? (post.Connection, post.Body) : default);
        Assert.Equal(1, (await loop.InvokeAsync("id-2", Event)).Connection);
    }

    [Fact]
    public async Task An_event_of_6_MB_is_read_completely()
    {
        await using var loop = new LoopUnderTest(_ => (request, _) => new(Text(request.Body.Length.ToString(CultureInfo.InvariantCulture))));
        var body = new string('x', 6 * 1024 * 1024);

        var post = await loop.InvokeAsync("id-1", $$$"""{"version":"2.0","rawPath":"/login","requestContext":{"http":{"method":"POST"}},"body":"{{{body}}}"}""");

        Assert.Contains("\"body\":\"6291456\"", post.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(-60_000)]
    public async Task A_request_near_or_past_its_deadline_returns_503(int milliseconds)
    {
        var sessions = Substitute.For<ISessionStore>();
        sessions.CreateAsync(default!, default!, default, default).ReturnsForAnyArgs(call => Task.Delay(Timeout.Infinite, call.Arg<CancellationToken>()));
        await using var loop = new LoopUnderTest(logger => App.Create(new AppSettings(), Stores(sessions), TimeProvider.System, logger));

        loop.Runtime.SendEvent("id-1", Event, timeLeft: TimeSpan.FromMilliseconds(milliseconds));

        var post = await loop.Runtime.NextPostAsync();
        Assert.Equal("POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1", post.Line);
        Assert.StartsWith("{\"statusCode\":503,", post.Body, StringComparison.Ordinal);
        Assert.Contains("Out of time", post.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_in_100_days_is_accepted()
    {
        await using var loop = new LoopUnderTest();

        loop.Runtime.SendEvent("id-1", Event, timeLeft: TimeSpan.FromDays(100));

        Assert.Equal(LoopUnderTest.NoContent, (await loop.Runtime.NextPostAsync()).Body);
    }

    [Fact]
    public async Task A_request_is_cancelled_shortly_before_its_deadline()
    {
        var time = new FakeTimeProvider();
        var called = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<AppResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var loop = new LoopUnderTest(_ => async (_, cancellationToken) =>
        {
            called.SetResult(cancellationToken);
            return await answer.Task;
        }, time);
        var deadline = time.GetUtcNow().AddSeconds(10).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

        loop.Runtime.Send(Reply.Of(200, Event, $"Lambda-Runtime-Aws-Request-Id: id-1\r\nLambda-Runtime-Deadline-Ms: {deadline}\r\n"));

        var token = await called.Task.WaitAsync(Eventually.Bound);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.True(token.IsCancellationRequested);
        answer.SetResult(new(503));
        Assert.StartsWith("{\"statusCode\":503,", (await loop.Runtime.NextPostAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_the_activity_and_the_log_contain_the_trace()
    {
        (string?, string?, string?, bool?) seen = default;
        await using var loop = new LoopUnderTest(logger =>
        {
            var app = App.Create(new AppSettings(), Stores(Substitute.For<ISessionStore>()), TimeProvider.System, logger);
            return async (request, cancellationToken) =>
            {
                await Task.Yield();
                var activity = Activity.Current;
                seen = (Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"), activity?.TraceId.ToHexString(), activity?.ParentSpanId.ToHexString(), activity?.Recorded);
                return await app(request, cancellationToken);
            };
        });

        await loop.InvokeAsync("id-1", Event, TraceHeader + "lambda-runtime-aws-tenant-id: tenant-1\r\n");

        Assert.Equal((TraceId, "5759e988bd862e3fe1be46a994272793", "53995c3f42cd8ad8", true), seen);
        var line = Assert.Single(loop.Log);
        Assert.Equal("id-1", line.GetProperty("requestId").GetString());
        Assert.Equal(TraceId, line.GetProperty("traceId").GetString());
        Assert.Equal("tenant-1", line.GetProperty("tenantId").GetString());
    }

    [Fact]
    public async Task A_log_line_has_a_request_id_only_while_the_invocation_runs()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (late, isFirst) = (Task.CompletedTask, true);
        await using var loop = new LoopUnderTest(logger => async (_, _) =>
        {
            if (!isFirst)
                return new(204);
            isFirst = false;
            late = LogLaterAsync(logger);
            await Beside(() => logger.Log(LogLevel.Warning, "beside"));
            return new(204);
        });

        async Task LogLaterAsync(ILogger logger)
        {
            await over.Task;
            logger.Log(LogLevel.Warning, "after");
        }

        await loop.InvokeAsync("id-1", Event, TraceHeader);
        await loop.InvokeAsync("id-2", Event, TraceHeader);
        await Eventually.HoldsAsync("the second invocation has ended", () => Task.FromResult(loop.Runtime.Polls == 1));
        over.SetResult();
        await late;

        Assert.Equal([("beside", "id-1", TraceId), ("after", null, null)], loop.Log.Select(line => (Value(line, "message"), Value(line, "requestId"), Value(line, "traceId"))));
    }

    [Fact]
    public async Task With_concurrency_only_the_invocations_own_log_lines_have_its_trace()
    {
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", null);
        InvocationTrace.IsConcurrent = true;
        try
        {
            (string?, string?) seen = default;
            await using var loop = new LoopUnderTest(logger => async (_, _) =>
            {
                seen = (Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"), Activity.Current?.TraceId.ToHexString());
                logger.Log(LogLevel.Warning, "within");
                await Beside(() => logger.Log(LogLevel.Warning, "beside"));
                return new(204);
            });

            await loop.InvokeAsync("id-1", Event, TraceHeader);

            Assert.Equal((null, "5759e988bd862e3fe1be46a994272793"), seen);
            Assert.Equal([("within", TraceId), ("beside", null)], loop.Log.Select(line => (Value(line, "message"), Value(line, "traceId"))));
        }
        finally
        {
            InvocationTrace.IsConcurrent = false;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Lambda-Runtime-Trace-Id: \r\n")]
    [InlineData("Lambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793\r\n")]
    [InlineData("Lambda-Runtime-Trace-Id: Root=1-zzzzzzzz-zzzzzzzzzzzzzzzzzzzzzzzz;Parent=zzzzzzzzzzzzzzzz;Sampled=1\r\n")]
    [InlineData("Lambda-Runtime-Trace-Id: ;;=;Root;Parent=;Sampled\r\n")]
    public async Task An_event_with_an_invalid_trace_succeeds_without_the_last_trace(string header)
    {
        string? seen = null;
        await using var loop = new LoopUnderTest(_ => (_, _) =>
        {
            seen = Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
            return new(new AppResponse(204));
        });

        await loop.InvokeAsync("id-1", Event, TraceHeader);
        Assert.Equal(TraceId, seen);
        Assert.Equal(LoopUnderTest.NoContent, (await loop.InvokeAsync("id-2", Event, header)).Body);
        Assert.NotEqual(TraceId, seen);
    }

    // Runs the action outside the flow of the invocation, as a connection's own thread does.
    private static Task Beside(Action act)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(act);
    }

    private static string? Value(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static AppResponse Text(string text) => new(200) { ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes(text) };

    private static AppStores Stores(ISessionStore sessions) =>
        new(sessions, Substitute.For<ISessionIndex>(), Substitute.For<IProgressStore>(), Substitute.For<IAccountStore>(), Substitute.For<IAttemptStore>(), _ => Task.CompletedTask);
}
