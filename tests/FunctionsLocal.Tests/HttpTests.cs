using Google.Protobuf;
using Lessons.TestKit;
using Portable.AzureFunctions.Protocol;
using Xunit;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.Tests;

/// <summary>The stand-in converts HTTP requests to invocations as the Functions host does.</summary>
public sealed class HttpTests : IDisposable
{
    private readonly ScriptedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_request_has_lower_case_header_names_and_joined_repeated_values()
    {
        await using var host = await StandIn.StartAsync(_app, "RpcHttpBodyOnly", "RawHttpBodyBytes", "UseNullableValueDictionaryForHttp");

        var request = await host.ExchangeAsync("POST /a/b?x=1&x=2&y=%zz&e", ["X-Test: a", "x-tesT: b, c", "Cookie: a=b", "Cookie: c=d", "X-Empty:", "X-Forwarded-For: 203.0.113.7"], "{}");

        var forwarded = request.NullableHeaders["x-forwarded-for"].Value;
        Assert.Matches(@"^203\.0\.113\.7,127\.0\.0\.1:\d+$", forwarded);
        var expected = new RpcHttp
        {
            Method = "POST",
            Url = "http://localhost/a/b?x=1&x=2&y=%zz&e",
            Body = new() { Bytes = ByteString.CopyFromUtf8("{}") },
            NullableQuery = { ["x"] = Some("1,2"), ["y"] = Some("%zz"), ["e"] = Some("") },
            NullableHeaders =
            {
                ["host"] = Some("localhost"), ["x-test"] = Some("a,b, c"), ["cookie"] = Some("a=b,c=d"), ["x-empty"] = Some(""),
                ["content-length"] = Some("2"), ["x-forwarded-for"] = Some(forwarded), ["client-ip"] = Some(forwarded[(forwarded.IndexOf(',', StringComparison.Ordinal) + 1)..]), ["x-forwarded-proto"] = Some("http"),
            },
        };
        Assert.Equal(expected, request);
    }

    [Fact]
    public async Task X_Forwarded_Proto_and_DISGUISED_HOST_set_the_scheme_and_the_host()
    {
        await using var host = await StandIn.StartAsync(_app, "UseNullableValueDictionaryForHttp");

        var request = await host.ExchangeAsync("GET /a", ["X-Forwarded-Proto: https", "X-Forwarded-Proto: http", "DISGUISED-HOST: lessons.example"]);
        var bare = await host.ExchangeAsync("GET /a", ["X-Forwarded-Proto:"]);

        Assert.Equal(("https://lessons.example/a", "lessons.example", "https,http"), (request.Url, request.NullableHeaders["host"].Value, request.NullableHeaders["x-forwarded-proto"].Value));
        Assert.Equal(("http://localhost/a", "http"), (bare.Url, bare.NullableHeaders["x-forwarded-proto"].Value));
    }

    [Fact]
    public async Task X_Forwarded_For_contains_the_clients_address_and_port()
    {
        await using var host = await FreePorts.StartAsync(port => _app.StartServiceAsync(port));

        var response = host.Running.From(Loopback.Newest).SendAsync("GET /");

        var forwarded = (await host.Worker.ServeAsync(ScriptedWorker.Ok)).Headers["x-forwarded-for"];
        Assert.Matches(Loopback.Newest == "::1" ? @"^\[::1\]:\d+$" : @"^127\.0\.0\.1:\d+$", forwarded);
        await response;
    }

    [Theory]
    [InlineData("104857601")]
    [InlineData("99999999999")]
    public async Task A_Content_Length_above_100_MiB_returns_500_before_the_body_is_sent(string length)
    {
        await using var host = await StandIn.StartAsync(_app);
        using var connection = await host.Running.ConnectAsync();

        await connection.SendAsync($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n");

        var refused = await connection.ReadAsync();
        Assert.Equal((500, ""), (refused.Status, refused.Body));
        Assert.Equal(200, (await host.AnswerAsync(ScriptedWorker.Ok)).Status);
    }

    [Fact]
    public async Task Without_capabilities_no_value_is_nullable_and_the_body_is_sent_twice()
    {
        await using var host = await StandIn.StartAsync(_app);

        var request = await host.ExchangeAsync("POST /a?x=1&e", ["X-Empty:"], "text");

        Assert.Equal(
            ("1", false, "", "text", "text"),
            (request.Query["x"], request.Query.ContainsKey("e"), request.Headers["x-empty"], request.Body.String, request.RawBody.String));
        Assert.Empty(request.NullableHeaders);
    }

    // The columns are the content type, whether the worker declares RpcHttpBodyOnly, whether it declares RawHttpBodyBytes, and the body's kind.
    [Theory]
    [InlineData("Content-Type: text/plain", true, true, TypedData.DataOneofCase.Bytes)]
    [InlineData("Content-Type: text/plain", true, false, TypedData.DataOneofCase.String)]
    [InlineData("Content-Type: application/octet-stream", true, false, TypedData.DataOneofCase.Bytes)]
    [InlineData("Content-Type: multipart/form-data; boundary=x", false, false, TypedData.DataOneofCase.Bytes)]
    [InlineData("Content-Type: application/json", false, true, TypedData.DataOneofCase.Json)]
    [InlineData("Content-Type: application/json", true, false, TypedData.DataOneofCase.String)]
    public async Task Capabilities_and_content_type_decide_the_kind_of_the_body(string contentType, bool isBodyOnly, bool isBytes, TypedData.DataOneofCase kind)
    {
        await using var host = await StandIn.StartAsync(_app, [.. isBodyOnly ? ["RpcHttpBodyOnly"] : Array.Empty<string>(), .. isBytes ? ["RawHttpBodyBytes"] : Array.Empty<string>()]);

        var request = await host.ExchangeAsync("POST /", [contentType], "{\"a\": 1}");

        Assert.Equal(kind, request.Body.DataCase);
        Assert.Equal(isBodyOnly ? TypedData.DataOneofCase.None : isBytes ? TypedData.DataOneofCase.Bytes : TypedData.DataOneofCase.String, request.RawBody?.DataCase ?? TypedData.DataOneofCase.None);
    }

    [Theory]
    [InlineData("/caf%C3%A9%2Fx%20y", "/caf%C3%A9%2Fx%20y")]
    [InlineData("/caf%c3%a9%2fx", "/caf%C3%A9%2fx")]
    [InlineData("/%6Cogin", "/login")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/%2e%2E/c", "/c")]
    [InlineData("/%zz", "/%25zz")]
    [InlineData("/%ff", "/%ff")]
    [InlineData("/a//b/", "/a//b/")]
    [InlineData("/?a=%zz&b=%2e#", "/?a=%zz&b=%2e%23")]
    public async Task The_path_but_not_the_query_is_decoded_resolved_and_encoded_again(string target, string expected)
    {
        await using var host = await StandIn.StartAsync(_app);

        Assert.Equal("http://localhost" + expected, (await host.ExchangeAsync($"GET {target}")).Url);
    }

    [Fact]
    public async Task A_chunked_body_does_not_reach_the_worker()
    {
        await using var host = await StandIn.StartAsync(_app);
        using var connection = await host.Running.ConnectAsync();

        await connection.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ntext\r\n0\r\n\r\n");

        Assert.Null((await host.Worker.ServeAsync(ScriptedWorker.Ok)).Body);
        Assert.Equal(200, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task An_invocation_continues_the_clients_trace()
    {
        await using var host = await StandIn.StartAsync(_app);
        var request = host.Running.SendAsync("GET /", ["traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate: a=b"]);

        var invocation = await host.Worker.NextInvocationAsync();
        await host.Worker.AnswerAsync(invocation, ScriptedWorker.Ok);
        await request;

        Assert.Matches("^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$", invocation.TraceContext.TraceParent);
        Assert.DoesNotContain("b7ad6b7169203331", invocation.TraceContext.TraceParent, StringComparison.Ordinal);
        Assert.Equal(("a=b", "f-1", "req"), (invocation.TraceContext.TraceState, invocation.FunctionId, invocation.InputData.Single().Name));
    }

    [Fact]
    public async Task Each_of_50_requests_in_flight_gets_the_answer_of_its_own_invocation()
    {
        await using var host = await StandIn.StartAsync(_app);
        var requests = Enumerable.Range(0, 50).Select(i => host.Running.SendAsync($"GET /{i}")).ToList();
        var invocations = new List<InvocationRequest>();
        for (var i = 0; i < requests.Count; i++)
            invocations.Add(await host.Worker.NextInvocationAsync());

        foreach (var invocation in Enumerable.Reverse(invocations))
            await host.Worker.AnswerAsync(invocation, new() { StatusCode = "200", Body = new() { String = invocation.InputData.Single().Data.Http.Url } });

        var bodies = (await Task.WhenAll(requests)).Select(response => response.Body);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"http://localhost/{i}"), bodies);
    }

    [Fact]
    public async Task The_worker_receives_InvocationCancel_when_the_client_disconnects()
    {
        await using var host = await StandIn.StartAsync(_app, "HandlesInvocationCancelMessage");
        InvocationRequest invocation;
        using (var connection = await host.Running.ConnectAsync())
        {
            await connection.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            invocation = await host.Worker.NextInvocationAsync();
        }

        Assert.Equal(invocation.InvocationId, (await host.Worker.ReceiveAsync(Kind.InvocationCancel)).InvocationCancel.InvocationId);
        await host.Worker.AnswerAsync(invocation, ScriptedWorker.Ok);
        Assert.Equal("http://localhost/next", (await host.ExchangeAsync("GET /next")).Url);
    }

    [Fact]
    public async Task A_request_outside_the_route_prefix_or_the_methods_returns_404()
    {
        _app.Write("host.json", """{"version":"2.0"}""");
        await using var process = _app.Start();
        using var worker = await _app.NextWorkerAsync();
        await worker.OpenAsync([], binding: """{"name":"req","type":"httpTrigger","authLevel":"anonymous","route":"things/{id}","methods":["get"]}""");
        var service = await RunningHost.WaitForAsync(process);

        Assert.Equal(404, (await service.SendAsync("GET /things/1")).Status);
        Assert.Equal(404, (await service.SendAsync("POST /api/things/1")).Status);
        var request = service.SendAsync("GET /api/things/1");
        await worker.ServeAsync(ScriptedWorker.Ok);
        Assert.Equal(200, (await request).Status);
    }

    [Fact]
    public async Task Only_user_log_lines_of_running_invocations_are_printed()
    {
        await using var host = await StandIn.StartAsync(_app);
        var request = host.Running.SendAsync("GET /");
        var invocation = await host.Worker.NextInvocationAsync();
        foreach (var category in (RpcLog.Types.RpcLogCategory[])[RpcLog.Types.RpcLogCategory.User, RpcLog.Types.RpcLogCategory.System])
            await host.Worker.SendAsync(new() { RpcLog = new() { Level = RpcLog.Types.Level.Warning, LogCategory = category, Category = "c", InvocationId = invocation.InvocationId, Message = $"during {category}", Properties = "{}" } });
        await host.Worker.SendAsync(new() { RpcLog = new() { LogCategory = RpcLog.Types.RpcLogCategory.User, Message = "of none" } });
        await host.Worker.AnswerAsync(invocation, ScriptedWorker.Ok);
        await request;
        await host.Worker.SendAsync(new() { RpcLog = new() { LogCategory = RpcLog.Types.RpcLogCategory.User, InvocationId = invocation.InvocationId, Message = "after" } });
        var last = host.Running.SendAsync("GET /");
        var lastInvocation = await host.Worker.NextInvocationAsync();
        await host.Worker.SendAsync(new() { RpcLog = new() { LogCategory = RpcLog.Types.RpcLogCategory.User, InvocationId = lastInvocation.InvocationId, Message = "the end" } });
        await host.Worker.AnswerAsync(lastInvocation, ScriptedWorker.Ok);
        await last;

        await host.Running.Process.WaitForLineAsync("the end");

        Assert.Equal(
            ["[Warning] Function.all.User: during User", "[Trace] Function.all.User: the end"],
            host.Running.Output.Split('\n').Where(line => line.StartsWith('[')));
    }

    private static NullableString Some(string value) => new() { Value = value };
}
