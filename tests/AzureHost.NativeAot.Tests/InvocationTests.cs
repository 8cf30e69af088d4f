using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Lessons.TestKit;
using Portable.AzureFunctions.Protocol;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>Invocations that a scripted host sends to the worker's program.</summary>
public sealed class InvocationTests : IAsyncLifetime
{
    private static readonly Dictionary<string, TypedData> ByName = new(StringComparer.Ordinal)
    {
        ["nothing"] = new(),
        ["a text"] = new() { String = "GET /" },
        ["an empty RpcHttp"] = new() { Http = new() },
        ["no URL"] = new() { Http = new() { Method = "GET" } },
        ["no method"] = new() { Http = new() { Url = "http://localhost/login?userId=x" } },
        ["no path"] = new() { Http = new() { Method = "GET", Url = "localhost" } },
        ["a bad escape"] = new() { Http = new() { Method = "GET", Url = "http://localhost/%zz" } },
    };

    private RunningWorker _worker = null!;

    public static TheoryData<string> NoRequests => [.. ByName.Keys];

    public async ValueTask InitializeAsync() => _worker = await RunningWorker.StartReadyAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_login_sets_a_cookie_that_gives_access_to_the_lessons()
    {
        var login = await _worker.SendAsync(RpcRequests.Http("POST", "/login", ("content-type", "application/x-www-form-urlencoded")).WithBody("userId=lambros"));

        Assert.Equal(("303", "/lessons/completed", new TypedData { Bytes = ByteString.Empty }), (login.StatusCode, login.Headers["Location"], login.Body));
        var cookie = Assert.Single(login.Cookies);
        var session = $"theme=dark,{cookie.Name}={cookie.Value}"; // two Cookie headers, as the host joins them

        var marked = await _worker.SendAsync(RpcRequests.Http("POST", "/lessons/caf%C3%A9/mark-complete", ("cookie", session)));
        Assert.Equal("200", marked.StatusCode);
        var completed = await _worker.SendAsync(RpcRequests.Http("GET", "/lessons/completed", ("cookie", session)));
        Assert.Equal(("200", "application/json; charset=utf-8"), (completed.StatusCode, completed.Headers["Content-Type"]));
        Assert.Equal("café", Assert.Single(JsonDocument.Parse(completed.Body.Bytes.Memory).RootElement.GetProperty("Lessons").EnumerateObject()).Name);
    }

    [Fact]
    public async Task The_header_X_Request_Id_contains_the_invocation_id()
    {
        var answer = await RunningWorker.AnswerAsync(_worker.Session.InvokeAsync(RpcRequests.Invocation("0f1e", RpcRequests.Http("GET", "/none"))));

        Assert.Equal("0f1e", answer.Headers["X-Request-Id"]);
        Assert.Equal(("404", ErrorBody.Of("Not found")), (answer.StatusCode, Body(answer)));
    }

    [Fact]
    public async Task A_thousand_invocations_at_once_are_all_answered()
    {
        var cookie = await _worker.LoginAsync("lambros");
        await _worker.SendAsync(RpcRequests.Http("POST", "/lessons/123/mark-complete", ("cookie", cookie)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => RunningWorker.AnswerAsync(_worker.Session.InvokeAsync(
            RpcRequests.Invocation(i.ToString(CultureInfo.InvariantCulture), RpcRequests.Http("GET", "/lessons/completed", ("cookie", cookie))))))));

        Assert.All(answers, answer => Assert.Equal("200", answer.StatusCode));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture)), answers.Select(answer => answer.Headers["X-Request-Id"]));
    }

    [Fact]
    public async Task A_cancelled_invocation_returns_499_without_waiting_for_Redis()
    {
        var invocation = await _worker.HangAsync("id-hanging");

        await _worker.Session.SendAsync(new() { InvocationCancel = new() { InvocationId = "unknown" } });
        await _worker.Session.SendAsync(new() { InvocationCancel = new() { InvocationId = "id-hanging" } });
        await _worker.Session.SendAsync(new() { InvocationCancel = new() { InvocationId = "id-hanging" } });

        var answer = await RunningWorker.AnswerAsync(invocation);
        Assert.Equal(("499", 0), (answer.StatusCode, answer.Body.Bytes.Length)); // the client has disconnected
    }

    [Fact]
    public async Task An_invocation_whose_id_is_already_in_flight_is_logged_and_ignored()
    {
        var invocation = await _worker.HangAsync("id-twice");

        await _worker.Session.SendAsync(new() { InvocationRequest = RpcRequests.Invocation("id-twice", RpcRequests.Http("GET", "/none")) });
        Assert.Contains("\"level\":\"WARN\"", await _worker.Process.FindLineAsync("The host sent an invocation that is already in flight"), StringComparison.Ordinal);
        _worker.Proxy.Release();

        Assert.Equal("200", (await RunningWorker.AnswerAsync(invocation)).StatusCode);
    }

    [Fact]
    public async Task A_host_that_pauses_reading_gets_every_answer_and_a_lost_lines_count()
    {
        var answers = await CongestAsync();

        _worker.Session.GoOn();
        await Task.WhenAll(answers);
        await _worker.SendAsync(RpcRequests.Http("GET", "/end"));

        var log = _worker.Session.Log;
        var leftOut = log.Where(line => line.EventId == "LinesLeftOut").Sum(line => JsonDocument.Parse(line.Properties).RootElement.GetProperty("count").GetInt32());
        Assert.InRange(leftOut, 1, answers.Length);
        Assert.Equal(answers.Length + 1, leftOut + log.Count(line => line.EventId == "Request"));
    }

    [Fact]
    public async Task Log_lines_that_the_host_did_not_read_are_written_to_the_console()
    {
        await CongestAsync();

        _worker.HostLine.Cut();

        Assert.Equal(1, await _worker.Process.WaitForExitAsync());
        var lines = _worker.Process.Output.Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToLookup(line => line.GetProperty("message").GetString());
        Assert.NotEmpty(lines["GET /login 307"]);
        Assert.All(lines["GET /login 307"], line => Assert.Equal(
            ("INFO", "/login", 307, line.GetProperty("invocationId").GetString()),
            (line.GetProperty("level").GetString(), line.GetProperty("path").GetString(), line.GetProperty("status").GetInt32(), line.GetProperty("requestId").GetString())));
        Assert.Contains(lines, line => line.Key!.EndsWith("lines are missing before this line", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(NoRequests))]
    public async Task An_invocation_without_a_valid_request_returns_400(string name)
    {
        var request = RpcRequests.Invocation("id-1", ByName[name]);

        var answer = await RunningWorker.AnswerAsync(_worker.Session.InvokeAsync(request));

        Assert.Equal(RpcRequests.Error(400, "Malformed request", "id-1"), answer);
    }

    [Fact]
    public async Task An_invocation_without_any_data_returns_400() =>
        Assert.Equal("400", (await RunningWorker.AnswerAsync(_worker.Session.InvokeAsync(new() { InvocationId = "id-1" }))).StatusCode);

    [Fact]
    public async Task A_body_with_NaN_returns_500_and_the_exception_is_logged()
    {
        var request = RpcRequests.Http("POST", "/login");
        request.Body = new() { CollectionDouble = new() { Double = { double.NaN } } }; // JSON has no such number

        var answer = await RunningWorker.AnswerAsync(_worker.Session.InvokeAsync(RpcRequests.Invocation("id-1", request)));

        Assert.Equal(RpcRequests.Error(500, "Internal server error", "id-1"), answer);
        Assert.Equal(
            [(RpcLog.Types.Level.Error, "A handler failed", "System.ArgumentException"), (RpcLog.Types.Level.Information, "  500", null)],
            _worker.Session.Log.Where(log => log.InvocationId == "id-1").Select(log => (log.Level, log.Message, log.Exception?.Type)));
        Assert.StartsWith("   at ", _worker.Session.Log.First(log => log.InvocationId == "id-1").Exception.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_ten_thousand_headers_returns_200()
    {
        var request = RpcRequests.Http("GET", "/lessons/completed");
        for (var i = 0; i < 10_000; i++)
            request.NullableHeaders[$"x-{i}"] = new() { Value = "v" };
        request.NullableHeaders["cookie"] = new() { Value = await _worker.LoginAsync("lambros") }; // the application needs only this last header

        Assert.Equal("200", (await _worker.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_body_of_8_MiB_returns_413() =>
        Assert.Equal(RpcRequests.Error(413, "Body too large", "id-1"), await _worker.SendAsync(RpcRequests.Http("POST", "/login?userId=lambros").WithBody(new string('x', 8 * 1024 * 1024))));

    [Fact]
    public async Task A_login_returns_500_until_Redis_can_be_reached_again()
    {
        await using var worker = await RunningWorker.StartReadyAsync(("REDIS_TIMEOUT_MS", "1000"));
        worker.Proxy.IsRefusing = true;
        worker.Proxy.Cut();
        Assert.Equal(RpcRequests.Error(500, "We could not create your session", "id-1"), await worker.SendAsync(RpcRequests.Http("GET", "/login?userId=lambros")));

        worker.Proxy.IsRefusing = false;
        await Eventually.HoldsAsync("a login succeeds", async () => (await worker.SendAsync(RpcRequests.Http("GET", "/login?userId=lambros"))).StatusCode == "307");
    }

    [Fact]
    public async Task A_log_line_contains_its_invocation_id_and_its_trace_id()
    {
        var request = RpcRequests.Invocation("id-1", RpcRequests.Http("GET", "/none?secret", ("x-forwarded-for", "203.0.113.9, 192.0.2.1:50000")));
        request.TraceContext = new() { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", TraceState = "a=b" };

        await _worker.Session.InvokeAsync(request);

        var line = _worker.Session.Log.Single(log => log.InvocationId == "id-1");
        Assert.Equal(("GET /none 404", "Request", "lessons-worker"), (line.Message, line.EventId, line.Category));
        Assert.Equal((RpcLog.Types.Level.Information, RpcLog.Types.RpcLogCategory.User), (line.Level, line.LogCategory));
        var properties = JsonDocument.Parse(line.Properties).RootElement;
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", properties.GetProperty("traceId").GetString());
        Assert.Equal(("id-1", "192.0.2.1", 404), (properties.GetProperty("requestId").GetString(), properties.GetProperty("remoteAddress").GetString(), properties.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-zz-zz-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public async Task A_log_line_has_no_trace_id_if_the_trace_parent_is_not_valid(string traceParent)
    {
        var request = RpcRequests.Invocation("id-1", RpcRequests.Http("GET", "/none"));
        request.TraceContext = new() { TraceParent = traceParent, TraceState = "a=b" };

        Assert.Equal("404", (await RunningWorker.AnswerAsync(_worker.Session.InvokeAsync(request))).StatusCode);

        var line = _worker.Session.Log.Single(log => log.InvocationId == "id-1");
        Assert.False(JsonDocument.Parse(line.Properties).RootElement.TryGetProperty("traceId", out _));
    }

    /// <summary>
    /// Fills the buffers between the worker and the host. The host reads nothing. The worker writes an answer and a log line for each of
    /// 8,000 logins.
    /// </summary>
    private async Task<Task<InvocationResponse>[]> CongestAsync()
    {
        const int Logins = 8000;
        var requests = Enumerable.Range(0, Logins).Select(i => RpcRequests.Invocation(i.ToString(CultureInfo.InvariantCulture), RpcRequests.Http("GET", $"/login?userId={i}"))).ToList();
        var answers = requests.Select(request => _worker.Session.Expect(request.InvocationId)).ToArray();
        _worker.Session.Pause();
        foreach (var request in requests)
            await _worker.Session.SendAsync(new() { InvocationRequest = request });
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_worker.RedisPort}");
        await Eventually.HoldsAsync("every login has its session", async () => await redis.GetServers().Single().DatabaseSizeAsync() >= Logins);
        return answers;
    }

    private static string Body(RpcHttp answer) => answer.Body.Bytes.ToStringUtf8().TrimEnd('\n');
}
