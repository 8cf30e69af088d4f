using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Lessons.TestKit;
using Portable.AzureFunctions.Protocol;
using Xunit;

namespace Lessons.Tests;

/// <summary>A worker with its own HTTP server (capability HttpUri) receives each request by HTTP, and an invocation on the stream.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Answer = "HTTP/1.1 201 Created\r\nSet-Cookie: a=b%20c; path=/; HttpOnly\r\nX-Empty:\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";

    private readonly ScriptedApp _app = new();
    private readonly ConcurrentQueue<string[]> _requests = new();
    private readonly LoopbackServer _server;
    private string _answer = Answer;

    public ProxyTests() => _server = LoopbackServer.Start(ServeAsync);

    public void Dispose()
    {
        _server.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task A_request_is_sent_by_HTTP_and_an_empty_invocation_on_the_stream()
    {
        await using var host = await StartAsync();

        var (response, request, invocation) = await ExchangeAsync(host, "GET /a/b?c=%20", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: evil.example", "Forwarded: for=192.0.2.2", "Cookie: a=1", "Cookie: b=2");

        Assert.Equal(new RpcHttp(), invocation.InputData.Single().Data.Http);
        Assert.Equal("GET /a/b?c=%20 HTTP/1.1", request[0]);
        Assert.Contains($"x-ms-invocation-id: {invocation.InvocationId}", request);
        Assert.Contains("X-Forwarded-For: 127.0.0.1", request);
        Assert.Contains("X-Forwarded-Proto: http", request);
        Assert.Contains("X-Forwarded-Host: localhost", request);
        Assert.Contains("Forwarded: for=192.0.2.2", request);
        Assert.Contains("Cookie: a=1; b=2", request);
        Assert.Equal((201, "ok", "a=b%20c; path=/; HttpOnly"), (response.Status, response.Body, response.Header("Set-Cookie")));
    }

    [Theory]
    [InlineData("/%41", "/A")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a%2Fb", "/a%252Fb")]
    [InlineData("/a%252Fb", "/a%252Fb")]
    [InlineData("/%zz", "/%25zz")]
    [InlineData("/%ff", "/%25ff")]
    [InlineData("/caf%c3%a9", "/caf%C3%A9")]
    public async Task The_path_is_decoded_resolved_and_encoded_again(string path, string expected)
    {
        await using var host = await StartAsync();

        Assert.Equal($"GET {expected} HTTP/1.1", (await ExchangeAsync(host, $"GET {path}")).Request[0]);
    }

    [Fact]
    public async Task A_failed_invocation_returns_an_empty_500()
    {
        _answer = "";
        await using var host = await StartAsync();
        var response = host.Running.SendAsync("GET /");
        var invocation = await host.Worker.NextInvocationAsync();

        await host.Worker.SendAsync(new() { InvocationResponse = new() { InvocationId = invocation.InvocationId, Result = new() { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = "thrown" } } } });

        Assert.Equal((500, ""), ((await response).Status, (await response).Body));
        await host.Running.Process.WaitForLineAsync("GET / failed: The worker's invocation failed: Failure thrown");
    }

    [Fact]
    public async Task A_request_returns_500_if_the_workers_HTTP_server_cannot_be_reached()
    {
        await using var host = await StartAsync();
        _server.Dispose();
        var response = host.Running.SendAsync("GET /");
        var invocation = await host.Worker.NextInvocationAsync();
        await host.Worker.AnswerAsync(invocation, new());

        Assert.Equal((500, ""), ((await response).Status, (await response).Body));
        await host.Running.Process.WaitForLineAsync("GET / failed: The request to the worker's HTTP server failed: ");
    }

    private Task<StandIn> StartAsync() => StandIn.StartAsync(_app, $"HttpUri=http://127.0.0.1:{_server.Port}");

    private async Task<(RawResponse Response, string[] Request, InvocationRequest Invocation)> ExchangeAsync(StandIn host, string line, params string[] headers)
    {
        var response = host.Running.SendAsync(line, headers);
        var invocation = await host.Worker.NextInvocationAsync();
        await host.Worker.AnswerAsync(invocation, new());
        await response;
        return (await response, Assert.Single(_requests), invocation);
    }

    // If _answer is empty, the server sends no response and waits until the client closes the connection.
    private async Task ServeAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        var head = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            head.Add(line);
        _requests.Enqueue([.. head]);
        if (_answer.Length == 0)
            await reader.ReadLineAsync();
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(_answer));
    }
}
