using Google.Protobuf;
using Portable.AzureFunctions.Protocol;
using Xunit;

namespace Lessons.Tests;

/// <summary>What the Functions host makes of a worker's answer.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Status_headers_and_bytes_are_written_as_they_are()
    {
        await using var host = await RunningHost.StartAsync(_app);

        var response = await host.AnswerAsync(new()
        {
            StatusCode = "418",
            Headers = { ["Content-Type"] = "application/json", ["X-Test"] = "a, b" },
            Body = new() { Bytes = ByteString.CopyFromUtf8("{}") },
        });

        Assert.Equal((418, "application/json", "a, b", "{}"), (response.Status, response.Header("Content-Type"), response.Header("X-Test"), response.Body));
    }

    [Fact]
    public async Task A_text_gets_a_type_and_a_charset()
    {
        await using var host = await RunningHost.StartAsync(_app);

        Assert.Equal("text/plain; charset=utf-8", (await host.AnswerAsync(new() { Body = new() { String = "é" } })).Header("Content-Type"));
        var json = await host.AnswerAsync(new() { Headers = { ["content-type"] = "application/json" }, Body = new() { Json = "{}" } });
        Assert.Equal((200, "application/json; charset=utf-8", "{}"), (json.Status, json.Header("Content-Type"), json.Body));
    }

    [Fact]
    public async Task An_empty_body_is_one_and_no_body_costs_the_answer_its_status_and_headers()
    {
        await using var host = await RunningHost.StartAsync(_app);

        var empty = await host.AnswerAsync(new() { StatusCode = "307", Headers = { ["Location"] = "/x" }, Body = new() { Bytes = ByteString.Empty } });
        Assert.Equal((307, "/x", ""), (empty.Status, empty.Header("Location"), empty.Body));

        var none = await host.AnswerAsync(new() { StatusCode = "307", Headers = { ["Location"] = "/x" } });
        Assert.Equal((200, null), (none.Status, none.Header("Location")));
        Assert.Contains("307", none.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_are_written_anew_with_the_value_encoded_and_a_path()
    {
        await using var host = await RunningHost.StartAsync(_app);

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
    public async Task A_failed_invocation_is_an_empty_500_and_its_reason_is_shown()
    {
        await using var host = await RunningHost.StartAsync(_app);
        var request = host.Service.SendAsync("GET /");
        var invocation = await host.Worker.NextInvocationAsync();

        await host.Worker.SendAsync(new()
        {
            InvocationResponse = new() { InvocationId = invocation.InvocationId, Result = new() { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = "the reason" } } },
        });

        Assert.Equal((500, ""), ((await request).Status, (await request).Body));
        await host.Service.Process.WaitForLineAsync("the reason");
    }

    [Theory]
    [InlineData("a\nb", "c")]
    [InlineData("a", "b c")]
    public async Task An_answer_that_HTTP_cannot_carry_is_an_empty_500_and_its_reason_is_shown(string value, string cookie)
    {
        await using var host = await RunningHost.StartAsync(_app);

        var answer = await host.AnswerAsync(new() { StatusCode = "200", Headers = { ["X-Test"] = value }, Cookies = { new RpcHttpCookie { Name = cookie, Value = "1" } }, Body = new() { String = "x" } });

        Assert.Equal((500, "", null), (answer.Status, answer.Body, answer.Header("X-Test")));
        await host.Service.Process.WaitForLineAsync("GET / failed: The worker's answer cannot be sent: ");
    }

    [Fact]
    public async Task An_answer_to_no_running_invocation_is_passed_over()
    {
        await using var host = await RunningHost.StartAsync(_app);

        await host.Worker.SendAsync(new() { InvocationResponse = new() { InvocationId = "unknown", Result = ScriptedWorker.Success } });

        Assert.Equal(200, (await host.AnswerAsync(ScriptedWorker.Ok)).Status);
    }
}
