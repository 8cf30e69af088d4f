using System.Globalization;
using System.Text.Json.Nodes;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests what lambda-local does and what the conformance suite does not check.</summary>
public sealed class LambdaLocalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // By https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads. Properties that are null there are left out.
    [Fact]
    public async Task A_request_becomes_the_event_of_a_Function_URL()
    {
        await using var service = await StartScriptAsync(BashBootstrap.Poll + "IFS= read -r -N \"$length\" body <&3" + BashBootstrap.Answer); // a payload without a statusCode is the body

        var answer = await service.SendAsync(
            "POST /a%2Fb?x=1&x=%41&y", ["X-Test: a", "x-test: b, c", "Cookie: a=1; b=2", "Cookie: c=3", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Port: 1", "Content-Type: text/plain"], "text");

        var seen = JsonNode.Parse(answer.Body)!.AsObject();
        var headers = seen["headers"]!.AsObject();
        seen.Remove("headers");
        var context = seen["requestContext"]!.AsObject();
        Assert.True(Guid.TryParse(context["requestId"]!.GetValue<string>(), out _));
        context.Remove("requestId");
        context.Remove("time");
        context.Remove("timeEpoch");
        var expected = JsonNode.Parse("""
            {"version":"2.0","routeKey":"$default","rawPath":"/a%2Fb","rawQueryString":"x=1&x=%41&y","cookies":["a=1","b=2","c=3"],
            "queryStringParameters":{"x":"1,A","y":""},
            "requestContext":{"accountId":"anonymous","apiId":"local","domainName":"localhost","domainPrefix":"local",
            "http":{"method":"POST","path":"/a%2Fb","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":""},"routeKey":"$default","stage":"$default"},
            "body":"text","isBase64Encoded":false}
            """)!;
        Assert.Equal(expected.ToJsonString(), seen.ToJsonString());
        Assert.StartsWith("Root=1-", headers["x-amzn-trace-id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(service.Port, int.Parse(headers["x-forwarded-port"]!.GetValue<string>(), CultureInfo.InvariantCulture));
        Assert.Equal(
            ["content-length=4", "content-type=text/plain", "cookie=a=1; b=2; c=3", "host=localhost", "x-forwarded-for=127.0.0.1", "x-forwarded-proto=http", "x-test=a,b, c"],
            headers.Where(header => header.Key is not ("x-amzn-trace-id" or "x-forwarded-port")).Select(header => $"{header.Key}={header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_log_contains_the_address_of_a_client_that_uses_IPv6()
    {
        await using var service = await FreePorts.StartAsync(port => RunningHost.WaitForAsync(Start(port, "--bootstrap", Programs.Built("LambdaHost", "bootstrap"))));

        Assert.Equal(307, (await service.From(Loopback.Newest).SendAsync("GET /login?userId=x")).Status);

        Assert.Contains($"\"remoteAddress\":\"{Loopback.Newest}\"", await service.Process.WaitForLineAsync("\"path\":\"/login\",\"status\":307"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "Transfer-Encoding", "chunked", "hello")]
    [InlineData(200, "Connection", "close", "hello")]
    [InlineData(200, "Content-Length", "3", "hello")]
    [InlineData(205, "Content-Length", "3", "")]
    [InlineData(304, "Content-Length", "5", "")]
    public async Task Connection_headers_from_the_function_are_ignored(int status, string name, string value, string body)
    {
        await using var service = await StartScriptAsync($$"""{{BashBootstrap.Poll}}body='{"statusCode":{{status}},"headers":{"{{name}}":"{{value}}"},"body":"hello"}'{{BashBootstrap.Answer}}""");
        using var connection = await service.ConnectAsync();

        await connection.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        var answer = await connection.ReadAsync();

        Assert.Equal((status, body, null, null), (answer.Status, answer.Body, answer.Header("Transfer-Encoding"), answer.Header("Connection")));
        Assert.Equal(status == 200 ? "5" : status == 205 ? "0" : null, answer.Header("Content-Length"));
    }

    [Fact]
    public async Task A_process_with_running_invocations_is_not_frozen()
    {
        await using var service = await StartServiceAsync("--freeze", "--concurrency", "4", "--timeout", "5");

        var clients = Enumerable.Range(0, 3).Select(async client =>
        {
            for (var i = 0; i < 30; i++)
                Assert.Equal(307, (await service.SendAsync($"GET /login?userId={client}-{i}")).Status);
        });

        await Task.WhenAll(clients);
        Assert.Single(service.Output.Split('\n'), line => line.Contains("Init Duration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_event_restarts_a_killed_bootstrap()
    {
        await using var service = await StartServiceAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(307, (await service.SendAsync("GET /login?userId=x")).Status);
            await service.Process.KillChildrenAsync();
            await service.Process.WaitForLineAsync("The bootstrap exited with code ");
        }

        Assert.Equal(307, (await service.SendAsync("GET /login?userId=x")).Status);
    }

    [Fact]
    public async Task A_request_does_not_wait_for_a_killed_frozen_bootstrap()
    {
        await using var service = await StartServiceAsync("--freeze", "--timeout", "30");
        await AnswersAsync(service);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(307, (await service.SendAsync("GET /login?userId=x")).Status);
            await service.Process.KillChildrenAsync();
            var status = (await service.SendAsync("GET /login?userId=x").WaitAsync(TimeSpan.FromSeconds(20))).Status;
            Assert.True(status is 307 or 502, $"{status}"); // lambda-local noticed the end before the event (307) or during the event (502)
            await AnswersAsync(service);
        }
    }

    [Fact]
    public async Task A_function_that_times_out_is_killed_and_restarted()
    {
        await using var service = await StartScriptAsync(BashBootstrap.Poll + "exec sleep 60\n", "--timeout", "1");

        Assert.Equal(502, (await service.SendAsync("GET /")).Status);
        Assert.Equal(502, (await service.SendAsync("GET /")).Status);

        // The response may come before the test has read its REPORT line.
        await Eventually.HoldsAsync("two starts are reported", () => Task.FromResult(service.Output.Split("Init Duration").Length - 1 == 2));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"statusCode":"200"}""")]
    [InlineData("""{"statusCode":100}""")]
    [InlineData("""{"statusCode":600}""")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":true,"body":"?"}""")]
    [InlineData("""{"statusCode":200,"headers":{"X-Name":"\u00e9"}}""")]
    public async Task A_response_that_is_not_valid_becomes_a_502_and_is_reported(string answer)
    {
        await using var service = await StartScriptAsync($"{BashBootstrap.Poll}body='{answer}'{BashBootstrap.Answer}");

        Assert.Equal(502, (await service.SendAsync("GET /")).Status);
        await service.Process.WaitForLineAsync("The function's response cannot be used: ");
    }

    [Fact]
    public async Task A_stop_while_events_wait_starts_no_further_process()
    {
        await using var service = await StartScriptAsync("#!/bin/bash\necho started >> starts\nexec sleep 60\n");
        var clients = Enumerable.Range(0, 3).Select(_ => service.SendAsync("GET /")).ToList();
        await Eventually.HoldsAsync("the bootstrap runs", () => Task.FromResult(File.Exists(Path.Combine(_folder.Path, "starts"))));

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        await Task.WhenAll(clients).ContinueWith(_ => { }, TaskScheduler.Default); // each client gets a 502 or a closed connection
        Assert.Equal(["started"], await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "starts")));
    }

    [Fact]
    public async Task Sigterm_stops_lambda_local_while_the_function_waits_for_an_event()
    {
        await using var service = await StartServiceAsync("--freeze");
        await service.SendAsync("GET /login?userId=x");

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task The_event_option_prints_the_response_and_a_report()
    {
        await using var process = Start("--bootstrap", Programs.Built("LambdaHost", "bootstrap"), "--event", Path.Combine(AppContext.BaseDirectory, "events", "login.json"));

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Contains("\"statusCode\":307", process.Output, StringComparison.Ordinal);
        Assert.Contains("Init Duration: ", process.Output, StringComparison.Ordinal);
        Assert.Contains("LOGIN_MODE is open", process.Output, StringComparison.Ordinal); // the bootstrap gets the embedded Redis as UPSTASH_REDIS_URL
    }

    [Fact]
    public async Task A_bootstrap_that_cannot_be_run_is_reported_without_a_stack_trace()
    {
        var program = Path.Combine(_folder.Path, "bootstrap");
        await File.WriteAllTextAsync(program, "no program");

        await using var process = Start("--bootstrap", program, "--event", Path.Combine(AppContext.BaseDirectory, "events", "login.json"));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("The bootstrap cannot be run", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    private static Task AnswersAsync(RunningHost service) =>
        Eventually.HoldsAsync("the service answers", async () => (await service.SendAsync("GET /login?userId=x")).Status == 307);

    private Task<RunningHost> StartScriptAsync(string script, params string[] options) => BashBootstrap.StartAsync(_folder, script, options);

    private Task<RunningHost> StartServiceAsync(params string[] options) =>
        RunningHost.WaitForAsync(Start(["--bootstrap", Programs.Built("LambdaHost", "bootstrap"), .. options]));

    private ChildProcess Start(params string[] options) => Start(port: 0, options);

    private ChildProcess Start(int port, params string[] options) => BashBootstrap.StartTool(_folder, port, options);
}
