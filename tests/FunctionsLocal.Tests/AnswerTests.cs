using Google.Protobuf;
using Portable.AzureFunctions.Protocol;
using Xunit;

namespace Lessons.Tests;

/// <summary>The stand-in converts a worker's answer to an HTTP response as the Functions host does.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_status_the_headers_and_the_bytes_of_an_answer_are_sent_unchanged()
    {
        await using var host = await StandIn.StartAsync(_app);

        var response = await host.AnswerAsync(new()
        {
            StatusCode = "418",
            Headers = { ["Content-Type"] = "application/json", ["X-Test"] = "a, b" },
            Body = new() { Bytes = ByteString.CopyFromUtf8("{}") },
        });

        Assert.Equal((418, "application/json", "a, b", "{}"), (response.Status, response.Header("Content-Type"), response.Header("X-Test"), response.Body));
    }

    [Fact]
    public async Task A_text_body_without_a_charset_is_sent_with_charset_utf_8()
    {
        await using var host = await StandIn.StartAsync(_app);

        Assert.Equal("text/plain; charset=utf-8", (await host.AnswerAsync(new() { Body = new() { String = "é" } })).Header("Content-Type"));
        var json = await host.AnswerAsync(new() { Headers = { ["content-type"] = "application/json" }, Body = new() { Json = "{}" } });
        Assert.Equal((200, "application/json; charset=utf-8", "{}"), (json.Status, json.Header("Content-Type"), json.Body));
    }

    [Fact]
    public async Task An_answer_without_a_body_returns_200_and_one_with_an_empty_body_307()
    {
        await using var host = await StandIn.StartAsync(_app);

        var empty = await host.AnswerAsync(new() { StatusCode = "307", Headers = { ["Location"] = "/x" }, Body = new() { Bytes = ByteString.Empty } });
        Assert.Equal((307, "/x", ""), (empty.Status, empty.Header("Location"), empty.Body));

        var none = await host.AnswerAsync(new() { StatusCode = "307", Headers = { ["Location"] = "/x" } });
        Assert.Equal((200, null), (none.Status, none.Header("Location")));
        Assert.Contains("307", none.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_value_is_percent_encoded_and_the_default_path_is_root()
    {
        await using var host = await StandIn.StartAsync(_app);

        var response = await host.AnswerAsync(new()
        {
            Body = new() { String = "" },
            Cookies =
            {
                new RpcHttpCookie { Name = "a", Value = "b/c d" },
                new RpcHttpCookie { Name = "e", Value = "f", Path = new() { Value = "/g" }, MaxAge = new() { Value = 60 }, HttpOnly = new() { Value = true }, Secure = new() { Value = true }, SameSite = RpcHttpCookie.Types.SameSite.Strict },
            },
        });

        Assert.Equal(["a=b%2Fc%20d; path=/", "e=f; max-age=60; path=/g; secure; samesite=strict; httponly"], response.Headers.All("Set-Cookie"));
    }

    [Fact]
    public async Task A_failed_invocation_returns_an_empty_500_and_logs_the_reason()
    {
        await using var host = await StandIn.StartAsync(_app);
        var request = host.Running.SendAsync("GET /");
        var invocation = await host.Worker.NextInvocationAsync();

        await host.Worker.SendAsync(new()
        {
            InvocationResponse = new() { InvocationId = invocation.InvocationId, Result = new() { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = "the reason" } } },
        });

        Assert.Equal((500, ""), ((await request).Status, (await request).Body));
        await host.Running.Process.WaitForLineAsync("the reason");
    }

    [Theory]
    [InlineData("a\nb", "c")]
    [InlineData("a", "b c")]
    public async Task A_response_that_is_invalid_HTTP_returns_an_empty_500_and_is_logged(string value, string cookie)
    {
        await using var host = await StandIn.StartAsync(_app);

        var answer = await host.AnswerAsync(new() { StatusCode = "200", Headers = { ["X-Test"] = value }, Cookies = { new RpcHttpCookie { Name = cookie, Value = "1" } }, Body = new() { String = "x" } });

        Assert.Equal((500, "", null), (answer.Status, answer.Body, answer.Header("X-Test")));
        await host.Running.Process.WaitForLineAsync("GET / failed: The worker's answer is not valid in HTTP: ");
    }

    [Fact]
    public async Task An_answer_for_an_unknown_invocation_is_ignored()
    {
        await using var host = await StandIn.StartAsync(_app);

        await host.Worker.SendAsync(new() { InvocationResponse = new() { InvocationId = "unknown", Result = ScriptedWorker.Success } });

        Assert.Equal(200, (await host.AnswerAsync(ScriptedWorker.Ok)).Status);
    }
}
