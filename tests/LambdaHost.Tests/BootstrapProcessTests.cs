using System.Text;
using System.Text.Json;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>Starts the program as Lambda starts it.</summary>
public sealed class BootstrapProcessTests : IDisposable
{
    private static readonly string Login = Encoding.UTF8.GetString(EventFixture.Read("login"));

    private readonly TempFolder _folder = new();
    private readonly ScriptedRuntime _runtime = new();

    public void Dispose()
    {
        _runtime.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("UPSTASH_REDIS_URL", "", "UPSTASH_REDIS_URL or UPSTASH_REDIS_URL_PARAMETER must be set.")]
    [InlineData("UPSTASH_REDIS_URL", "s3cret", "UPSTASH_REDIS_URL must begin with redis:// or rediss://.")]
    [InlineData("UPSTASH_REDIS_URL", "redis://:s3cret@h:port", "UPSTASH_REDIS_URL must have a port from 1 to 65535 after the host's ':'.")]
    [InlineData("LOGIN_MODE", "s3cret", "LOGIN_MODE must be open or password.")]
    [InlineData("UPSTASH_REDIS_URL_PARAMETER", "/lessons/redis", "AWS_REGION must be set. UPSTASH_REDIS_URL_PARAMETER names a parameter of Systems Manager, and the call needs AWS_REGION. Lambda sets AWS_REGION.")]
    [InlineData("TRUST_PROXY", "true", "TRUST_PROXY must be networks on Lambda, such as those of CloudFront: a client can call a public Function URL directly, without the proxy.")]
    [InlineData("TRUST_PROXY", "s3cret", "TRUST_PROXY must be false, true (one proxy), a number of proxies from 1 to 10, or networks such as 10.0.0.0/8, separated by commas.")]
    public async Task A_setting_that_is_not_valid_is_reported_and_the_bootstrap_exits(string name, string value, string sentence)
    {
        await using var process = name == "TRUST_PROXY" ? Start((name, value), ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1")) : Start((name, value));

        await _runtime.AssertInitErrorAsync(process, sentence);
    }

    [Theory]
    [InlineData("192.0.2.7", "203.0.113.9")]
    [InlineData("198.51.100.1", "198.51.100.1")] // the request did not come through the proxies
    public async Task Only_proxies_in_the_trusted_networks_set_the_client_address(string sourceIp, string client)
    {
        using var redis = new ClosedPort();
        await using var process = Start(("TRUST_PROXY", "192.0.2.0/24"), ("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{redis.Number}"));

        _runtime.SendEvent("id", """{"version":"2.0","rawPath":"/nope","headers":{"x-forwarded-for":"203.0.113.9, 192.0.2.8"},"requestContext":{"http":{"method":"GET","sourceIp":"IP"}}}""".Replace("IP", sourceIp, StringComparison.Ordinal));
        await _runtime.NextPostAsync();

        Assert.Contains($"\"remoteAddress\":\"{client}\"", await process.FindLineAsync("\"path\":\"/nope\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_Runtime_API_address_is_reported_and_the_bootstrap_exits()
    {
        await using var process = BootstrapProgram.Start(("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("AWS_LAMBDA_RUNTIME_API must be HOST:PORT. Lambda sets this variable, and so does a stand-in such as lambda-local.", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bootstrap_exits_when_the_Runtime_API_returns_500()
    {
        using var redis = new ClosedPort();
        await using var process = Start(("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{redis.Number}"));
        _runtime.Send(Reply.Of(500));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("\"level\":\"FATAL\"", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_returns_500_until_Redis_can_be_reached()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        using var proxy = TcpProxy.Start(redis.Port);
        proxy.IsRefusing = true;
        await using var process = Start(("UPSTASH_REDIS_URL", proxy.Url.Replace("//", "//:s3cret@", StringComparison.Ordinal)));

        _runtime.SendEvent("id-1", Login);
        var answer = JsonDocument.Parse((await _runtime.NextPostAsync()).Body).RootElement;
        Assert.Equal(
            (500, ErrorBody.Of("We could not create your session")),
            (answer.GetProperty("statusCode").GetInt32(), answer.GetProperty("body").GetString()!.TrimEnd('\n')));
        Assert.DoesNotContain("s3cret", process.Output, StringComparison.Ordinal);

        proxy.IsRefusing = false;
        await Eventually.HoldsAsync("a login succeeds", async () => await _runtime.LogInAsync() == 307);
    }

    [Fact]
    public async Task Every_event_fixture_gets_a_response_or_an_error_report()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        await using var process = Start(("UPSTASH_REDIS_URL", redis.UrlWithPassword));

        foreach (var name in EventFixture.Names)
        {
            _runtime.SendEvent(name, Encoding.UTF8.GetString(EventFixture.Read(name)));
            var post = await _runtime.NextPostAsync();

            if (ExpectedRequests.ByName.ContainsKey(name))
            {
                Assert.Equal($"POST /2018-06-01/runtime/invocation/{name}/response HTTP/1.1", post.Line);
                Assert.Equal(name, Adapted.Header(JsonDocument.Parse(post.Body).RootElement, "X-Request-Id"));
            }
            else
            {
                Assert.Equal($"POST /2018-06-01/runtime/invocation/{name}/error HTTP/1.1", post.Line);
                Assert.Equal("UnsupportedEventException", JsonDocument.Parse(post.Body).RootElement.GetProperty("errorType").GetString());
            }
        }
    }

    [Fact]
    public async Task An_event_with_a_body_of_6_MB_returns_413()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        await using var process = Start(("UPSTASH_REDIS_URL", redis.UrlWithPassword));
        var body = new string('x', 6 * 1024 * 1024);

        _runtime.SendEvent("id-1", $$$"""{"version":"2.0","rawPath":"/login","requestContext":{"http":{"method":"POST"}},"body":"{{{body}}}"}""");

        Assert.Equal(413, JsonDocument.Parse((await _runtime.NextPostAsync()).Body).RootElement.GetProperty("statusCode").GetInt32());
        Assert.Equal(307, await _runtime.LogInAsync());
    }

    [Fact]
    public async Task A_response_of_6_MB_is_sent_completely()
    {
        const int Count = 27_000; // each lesson has 230 bytes, including the escapes of its quotation marks
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        await using (var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}"))
        {
            await client.GetDatabase().StringSetAsync("session:0ujtsYcgvSTl8PAuAdqWYSMnLOv", "lambros"); // the session of the event
            await client.GetDatabase().HashSetAsync("lessons:lambros", [.. Enumerable.Range(0, Count).Select(i => new HashEntry($"{i:d200}", "2022-10-11T23:01:14Z"))]);
        }

        await using var process = Start(("UPSTASH_REDIS_URL", redis.UrlWithPassword), ("REDIS_TIMEOUT_MS", "30000"));

        _runtime.SendEvent("id-1", Encoding.UTF8.GetString(EventFixture.Read("completed")));

        var post = await _runtime.NextPostAsync();
        Assert.Equal("POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1", post.Line);
        Assert.InRange(post.Body.Length, 6_200_000, 6_291_556); // Lambda's limit
        var lessons = JsonDocument.Parse(JsonDocument.Parse(post.Body).RootElement.GetProperty("body").GetString()!).RootElement.GetProperty("Lessons");
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i:d200}"), lessons.EnumerateObject().Select(lesson => lesson.Name));
    }

    [Fact]
    public async Task The_log_is_appended_to_a_file_that_other_programs_also_write()
    {
        var log = Path.Combine(_folder.Path, "log");
        var script = Path.Combine(_folder.Path, "run");
        Script.Write(script, $"#!/bin/sh\nexec >> {log}\necho before\n\"{BootstrapProgram.Path}\"\necho after\n");

        await using var process = Programs.Start(script, [], new Dictionary<string, string>(StringComparer.Ordinal) { ["AWS_LAMBDA_RUNTIME_API"] = "" });
        await process.WaitForExitAsync();

        var lines = await File.ReadAllLinesAsync(log);
        Assert.Equal(("before", "after", 3), (lines[0], lines[^1], lines.Length));
        Assert.Contains("\"level\":\"FATAL\"", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("4", 4)]
    [InlineData("many", 1)]
    public async Task The_number_of_simultaneous_polls_is_the_maximum_concurrency(string concurrency, int polls)
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        await using var process = Start(("UPSTASH_REDIS_URL", redis.UrlWithPassword), ("AWS_LAMBDA_MAX_CONCURRENCY", concurrency));

        await Eventually.HoldsAsync($"{polls} polls", () => Task.FromResult(_runtime.Polls == polls));
        for (var i = 0; i < 8; i++)
            _runtime.SendEvent($"id-{i}", Login);

        var posts = new List<string>();
        for (var i = 0; i < 8; i++)
            posts.Add((await _runtime.NextPostAsync()).Line);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"POST /2018-06-01/runtime/invocation/id-{i}/response HTTP/1.1"), posts.Order(StringComparer.Ordinal));
        await Eventually.HoldsAsync($"{polls} polls again", () => Task.FromResult(_runtime.Polls == polls));
    }

    [Theory]
    [InlineData("INFO", true)]
    [InlineData("WARN", false)]
    public async Task The_log_level_decides_whether_a_request_is_logged(string level, bool isThere)
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        await using var process = Start(("UPSTASH_REDIS_URL", redis.UrlWithPassword), ("AWS_LAMBDA_LOG_LEVEL", level));

        Assert.Equal(307, await _runtime.LogInAsync());
        _runtime.SendEvent("id-2", "{}");
        await process.WaitForLineAsync("The invocation failed"); // the login's log line would come before this line

        Assert.Equal(isThere, process.Output.Contains("\"message\":\"GET /login 307\",\"method\":\"GET\",\"path\":\"/login\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("redis://127.0.0.1:1")]
    [InlineData("redis://192.0.2.1")]
    public async Task Sigterm_between_invocations_ends_the_bootstrap(string redisUrl)
    {
        await using var process = Start(("UPSTASH_REDIS_URL", redisUrl));
        await Eventually.HoldsAsync("the bootstrap polls", () => Task.FromResult(_runtime.Polls == 1));

        process.Terminate();

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("FATAL", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_during_an_invocation_ends_the_bootstrap()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        using var proxy = TcpProxy.Start(redis.Port);
        await using var process = Start(("UPSTASH_REDIS_URL", proxy.Url));
        Assert.Equal(307, await _runtime.LogInAsync());
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.OnRequest = () => asked.TrySetResult();
        proxy.Silence();
        _runtime.SendEvent("id-2", Login);
        await asked.Task.WaitAsync(Eventually.Bound);

        process.Terminate();

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("FATAL", process.Output, StringComparison.Ordinal);
    }

    private ChildProcess Start(params (string, string)[] settings) => BootstrapProgram.Start([("AWS_LAMBDA_RUNTIME_API", _runtime.Address), .. settings]);
}
