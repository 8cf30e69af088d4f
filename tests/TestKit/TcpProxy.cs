using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Lessons.TestKit;

/// <summary>A TCP proxy on loopback. A test can cut or silence its connections.</summary>
public sealed class TcpProxy : IDisposable
{
    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private int _connections;
    private volatile int _silence;
    private volatile TaskCompletionSource? _hold;

    private TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>The number of connections that the proxy has forwarded so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Whether new connections are closed at once.</summary>
    public bool IsRefusing { get; set; }

    /// <summary>Called when the client has sent bytes, before they are forwarded.</summary>
    public Action? OnRequest { get; set; }

    /// <summary>Discards all further bytes of the open connections. Connections that open later are forwarded.</summary>
    public void Silence() => _silence++;

    /// <summary>Delays all further bytes of every connection until <see cref="Release"/>.</summary>
    public void Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _hold?.TrySetResult();

    public static TcpProxy Start(int target)
    {
        var proxy = new TcpProxy(target);
        _ = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Closes every connection that is open at the call. A connection that opens during the call stays open.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.ToArray())
        {
            _sockets.TryRemove(socket.Key, out _);
            socket.Key.Dispose();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                if (IsRefusing)
                    client.Dispose();
                else
                    _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was disposed of, because the test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        Interlocked.Increment(ref _connections);
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets[client] = _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(client, server, OnClientBytes), CopyAsync(server, client, () => { }));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection was cut, or the target has closed it. Both ends are closed below.
        }

        client.Dispose();
        server.Dispose();
    }

    private void OnClientBytes() => OnRequest?.Invoke();

    private async Task CopyAsync(Socket from, Socket to, Action onBytes)
    {
        var silence = _silence;
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer) is > 0 and var count)
        {
            onBytes();
            if (_hold is { } hold)
                await hold.Task;
            if (silence == _silence)
                await to.SendAsync(buffer.AsMemory(0, count));
        }
    }
}
