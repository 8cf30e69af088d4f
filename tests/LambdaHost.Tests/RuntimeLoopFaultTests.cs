using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lessons.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Portable.Http;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the loop with a faulty event, a faulty handler or a faulty Runtime API.</summary>
[Collection("The environment holds one invocation's trace")]
public sealed class RuntimeLoopFaultTests
{
    private const string Event = """{"version":"2.0","rawPath":"/login","requestContext":{"http":{"method":"GET"}}}""";

    [Fact]
    public async Task A_connection_that_closed_between_two_calls_is_opened_again()
    {
        await using var loop = new LoopUnderTest();
        loop.Runtime.OnPost = _ => Reply.Of(202).ThenClose();
        loop.Runtime.Send(Reply.Of(200, Event, ScriptedRuntime.Headers("id-1")).ThenClose());

        Assert.Equal(2, (await loop.Runtime.NextPostAsync()).Connection);
        Assert.Equal((3, LoopUnderTest.NoContent), await loop.InvokeAsync("id-2", Event) is var post ? (post.Connection, post.Body) : default);
        Assert.Empty(loop.Log);
    }

    [Fact]
    public async Task After_Connection_close_the_next_call_uses_a_new_connection()
    {
        await using var loop = new LoopUnderTest();

        Assert.Equal(2, (await loop.InvokeAsync("id-1", Event, "Connection: close\r\n")).Connection);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Req")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\nLambda-Runtime-Deadline-Ms: 1\r\nContent-Length: 10\r\n\r\n{\"vers")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\nLambda-Runtime-Deadline-Ms: soon\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\nLambda-Runtime-Deadline-Ms: 9223372036854775807\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_broken_response_to_a_poll_is_logged_and_the_loop_continues(string broken)
    {
        await using var loop = new LoopUnderTest();

        loop.Runtime.Send(Reply.Text(broken).ThenClose());

        Assert.Equal(LoopUnderTest.NoContent, (await loop.InvokeAsync("id-2", Event)).Body);
        Assert.Equal("WARN", Assert.Single(loop.Log).GetProperty("level").GetString());
    }

    [Fact]
    public async Task A_connection_with_a_broken_response_is_not_used_again()
    {
        await using var loop = new LoopUnderTest();

        loop.Runtime.Send(Reply.Text("SSH-2.0-OpenSSH_9.2\r\n"));

        Assert.Equal(2, (await loop.InvokeAsync("id-1", Event)).Connection);
    }

    [Fact]
    public async Task Broken_responses_with_events_between_them_do_not_end_the_loop()
    {
        await using var loop = new LoopUnderTest();

        for (var i = 0; i < 6; i++)
        {
            loop.Runtime.Send(Reply.Text("HTTP/1.1 2").ThenClose());
            Assert.Equal(LoopUnderTest.NoContent, (await loop.InvokeAsync($"id-{i}", Event)).Body);
        }
    }

    [Fact]
    public async Task A_500_to_a_poll_ends_the_loop()
    {
        await using var loop = new LoopUnderTest();

        loop.Runtime.Send(Reply.Of(500, """{"errorMessage":"m","errorType":"t"}"""));

        var exception = await Assert.ThrowsAsync<RuntimeApiException>(() => loop.End.WaitAsync(Eventually.Bound));
        Assert.Equal((500, "The Runtime API returned 500."), (exception.Status, exception.Message));
    }

    [Fact]
    public async Task A_Runtime_API_that_cannot_be_reached_ends_the_loop()
    {
        using var closed = new ClosedPort();
        using var api = RuntimeApi.Open($"127.0.0.1:{closed.Number}", Transport.Blocking);
        var loop = new InvocationLoop(api, InvokeMode.Buffered, (_, _) => new(new AppResponse(204)), TimeProvider.System, NullLogger.Instance);

        await Assert.ThrowsAnyAsync<SocketException>(() => Task.Run(loop.RunAsync).WaitAsync(Eventually.Bound));
    }

    [Fact]
    public async Task A_malformed_event_fails_and_the_next_event_gets_a_response()
    {
        await using var loop = new LoopUnderTest();

        var post = await loop.InvokeAsync("id-1", "{\"body\":\"s3cret", "Lambda-Runtime-Trace-Id: trace-1\r\n");

        AssertIsError(post, "id-1", "UnsupportedEventException", "The event is not JSON: this function accepts HTTP events of a Function URL, of API Gateway (payload version 1.0 or 2.0) and of an Application Load Balancer.");
        var line = Assert.Single(loop.Log);
        Assert.Equal(("ERROR", "id-1", "trace-1"), (line.GetProperty("level").GetString(), line.GetProperty("requestId").GetString(), line.GetProperty("traceId").GetString()));
        Assert.DoesNotContain("s3cret", post.Body + line.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(LoopUnderTest.NoContent, (await loop.InvokeAsync("id-2", Event)).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_throws_returns_500_and_the_loop_continues(bool atOnce)
    {
        var isFirst = true;
        await using var loop = new LoopUnderTest(_ => async (_, _) =>
        {
            if (!atOnce)
                await Task.Yield();
            if (isFirst)
            {
                isFirst = false;
                throw new InvalidTimeZoneException("the detail");
            }

            return new(204);
        });

        var answer = JsonDocument.Parse((await loop.InvokeAsync("id-1", Event)).Body).RootElement;
        Assert.Equal((500, ErrorBody.Of("Internal server error") + "\n"), (answer.GetProperty("statusCode").GetInt32(), answer.GetProperty("body").GetString()));
        Assert.Contains(loop.Log, line => line.TryGetProperty("exception", out var detail) && detail.GetString()!.Contains("the detail", StringComparison.Ordinal));
        Assert.Equal(LoopUnderTest.NoContent, (await loop.InvokeAsync("id-2", Event)).Body);
    }

    [Fact]
    public async Task A_response_stream_is_sent_and_a_too_long_stream_returns_500()
    {
        var length = 3;
        await using var loop = new LoopUnderTest(_ => (_, _) => new(new AppResponse(200) { ContentType = "text/plain; charset=utf-8", BodyStream = new MemoryStream(new byte[length].Select(_ => (byte)'x').ToArray()) }));

        Assert.Equal("xxx", JsonDocument.Parse((await loop.InvokeAsync("id-1", Event)).Body).RootElement.GetProperty("body").GetString());
        length = 7_000_000;
        Assert.Equal(500, JsonDocument.Parse((await loop.InvokeAsync("id-2", Event)).Body).RootElement.GetProperty("statusCode").GetInt32());
    }

    // By https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html: the JSON has at most 1 MB.
    [Theory]
    [InlineData(100_000, 200)]
    [InlineData(1_048_000, 200)]
    [InlineData(1_048_576, 500)]
    [InlineData(3_000_000, 500)]
    public async Task A_response_above_a_load_balancers_limit_returns_500_and_is_logged(int length, int status)
    {
        const string FromLoadBalancer = """{"requestContext":{"elb":{}},"httpMethod":"GET","path":"/"}""";
        var response = new AppResponse(200) { ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes(new string('x', length)) };
        await using var loop = new LoopUnderTest(_ => (_, _) => new(response));

        var post = await loop.InvokeAsync("id-1", FromLoadBalancer);

        Assert.Equal(status, JsonDocument.Parse(post.Body).RootElement.GetProperty("statusCode").GetInt32());
        Assert.Equal(status == 500, loop.Log.Any(line => line.GetRawText().Contains("bytes as JSON. The service in front of the function accepts 1048576.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(413)]
    [InlineData(400)]
    [InlineData(403)]
    public async Task A_refused_response_is_reported_as_an_error(int status)
    {
        await using var loop = new LoopUnderTest();
        loop.Runtime.OnPost = post => Reply.Of(post.Line.Contains("/response ", StringComparison.Ordinal) ? status : 202);

        await loop.InvokeAsync("id-1", Event);

        AssertIsError(await loop.Runtime.NextPostAsync(), "id-1", "RuntimeApiException", $"The Runtime API returned {status}.");
    }

    [Fact]
    public async Task A_refused_response_with_a_refused_error_does_not_end_the_loop()
    {
        await using var loop = new LoopUnderTest();
        loop.Runtime.OnPost = post => Reply.Of(post.Line.Contains("/id-1/", StringComparison.Ordinal) ? 400 : 202);

        await loop.InvokeAsync("id-1", Event);
        await loop.Runtime.NextPostAsync();

        Assert.Equal(LoopUnderTest.NoContent, (await loop.InvokeAsync("id-2", Event)).Body);
    }

    [Fact]
    public async Task A_lost_response_is_logged_with_its_request_id()
    {
        await using var loop = new LoopUnderTest();
        loop.Runtime.OnPost = post => post.Line.Contains("/id-1/", StringComparison.Ordinal) ? Reply.Text("").ThenClose() : Reply.Of(202);

        await loop.InvokeAsync("id-1", Event); // the loop sends the response once more over a new connection
        await loop.Runtime.NextPostAsync();

        Assert.Equal(LoopUnderTest.NoContent, (await loop.InvokeAsync("id-2", Event)).Body);
        Assert.Equal("id-1", Assert.Single(loop.Log).GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Five_lost_responses_in_a_row_end_the_loop()
    {
        await using var loop = new LoopUnderTest();
        loop.Runtime.OnPost = _ => Reply.Text("").ThenClose();
        for (var i = 0; i < 5; i++)
            loop.Runtime.SendEvent($"id-{i}", Event);

        await Assert.ThrowsAsync<IOException>(() => loop.End.WaitAsync(Eventually.Bound));
    }

    [Fact]
    public async Task A_500_to_a_response_ends_the_loop()
    {
        await using var loop = new LoopUnderTest();
        loop.Runtime.OnPost = _ => Reply.Of(500);

        await loop.InvokeAsync("id-1", Event);

        await Assert.ThrowsAsync<RuntimeApiException>(() => loop.End.WaitAsync(Eventually.Bound));
    }

    private static void AssertIsError(ScriptedRequest post, string id, string type, string message)
    {
        Assert.Equal($"POST /2018-06-01/runtime/invocation/{id}/error HTTP/1.1", post.Line);
        Assert.Equal($"Function.{type}", post.Headers.First("Lambda-Runtime-Function-Error-Type"));
        var report = JsonDocument.Parse(post.Body).RootElement;
        Assert.Equal(["errorType", "errorMessage", "stackTrace"], report.EnumerateObject().Select(property => property.Name));
        Assert.Equal((type, message), (report.GetProperty("errorType").GetString(), report.GetProperty("errorMessage").GetString()));
        Assert.Matches(@"^at (Portable|Lessons)\.", report.GetProperty("stackTrace")[0].GetString());
    }
}
