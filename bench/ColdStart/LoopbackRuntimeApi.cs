using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lessons.ColdStart;

/// <summary>
/// Lambda's Runtime API on loopback, for one bootstrap at a time. One thread and blocking sockets: the times are the
/// bootstrap's, and next to nothing of ours.
/// </summary>
internal sealed class LoopbackRuntimeApi : IDisposable
{
    private const string Root = "/2018-06-01/runtime/invocation/";
    private const int LimitMicroseconds = 30_000_000;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<HttpConnection> _connections = [];
    private readonly List<Socket> _ready = [];
    private HttpConnection? _polling;
    private int _lastId;

    public LoopbackRuntimeApi()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => $"{_listener.LocalEndPoint}";

    public void Dispose()
    {
        Reset();
        _listener.Dispose();
    }

    /// <summary>Forgets the bootstrap that has ended.</summary>
    public void Reset()
    {
        foreach (var connection in _connections)
            connection.Dispose();
        _connections.Clear();
        _polling = null;
    }

    /// <summary>Waits until the bootstrap asks for an event.</summary>
    public void WaitForPoll()
    {
        var request = Receive();
        if (request is not { Method: "GET", Path: Root + "next" })
            throw Unexpected(request);
        _polling = request.Connection;
    }

    /// <summary>Hands over an event and waits for its answer: the time between, and the answer.</summary>
    public (TimeSpan Elapsed, byte[] Answer) Invoke(ReadOnlySpan<byte> payload)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{++_lastId:d12}");
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds();
        byte[] response =
        [
            .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
                HTTP/1.1 200 OK
                Content-Type: application/json
                Lambda-Runtime-Aws-Request-Id: {id}
                Lambda-Runtime-Deadline-Ms: {deadline}
                Lambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0
                Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:bench
                Content-Length: {payload.Length}


                """).ReplaceLineEndings("\r\n")),
            .. payload,
        ];

        var begin = Stopwatch.GetTimestamp();
        _polling!.Send(response);
        var request = Receive();
        var elapsed = Stopwatch.GetElapsedTime(begin);
        if (request.Method != "POST" || request.Path != $"{Root}{id}/response")
            throw Unexpected(request);
        request.Connection.Send("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n"u8);
        return (elapsed, request.Body);
    }

    private static BenchmarkException Unexpected(HttpRequest request) =>
        new($"The bootstrap sent {request.Method} {request.Path} {Encoding.UTF8.GetString(request.Body)}");

    private HttpRequest Receive()
    {
        while (true)
        {
            _ready.Clear();
            _ready.Add(_listener);
            foreach (var connection in _connections)
                _ready.Add(connection.Socket);
            Socket.Select(_ready, null, null, LimitMicroseconds);
            if (_ready.Count == 0)
                throw new BenchmarkException("The bootstrap did nothing for 30 seconds.");

            foreach (var socket in _ready)
            {
                if (socket == _listener)
                    Accept();
                else if (Read(_connections.Find(connection => connection.Socket == socket)!) is { } request)
                    return request;
            }
        }
    }

    private void Accept()
    {
        var socket = _listener.Accept();
        socket.NoDelay = true;
        _connections.Add(new(socket));
    }

    private HttpRequest? Read(HttpConnection connection)
    {
        if (connection.Fill())
            return connection.TryTake();
        _connections.Remove(connection);
        connection.Dispose();
        return null;
    }
}
