using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Lessons.TestKit;

/// <summary>A TCP proxy on loopback whose line can be cut, or go silent, at a test's word.</summary>
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

    /// <summary>How many connections have been passed on so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Whether new connections are closed at once.</summary>
    public bool IsRefusing { get; set; }

    /// <summary>Runs when the client has sent something that is about to be passed on.</summary>
    public Action? OnRequest { get; set; }

    /// <summary>Swallows all that is sent from now on over the connections that are open: new ones are served.</summary>
    public void Silence() => _silence++;

    /// <summary>Passes nothing on from now on, over any connection, until it is released.</summary>
    public void Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _hold?.TrySetResult();

    public static TcpProxy Start(int target)
    {
        var proxy = new TcpProxy(target);
        _ = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Closes every connection that is open now; one that comes back meanwhile is left alone.</summary>
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
            // The listener was disposed: the test is over.
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
            // The line was cut, or the target is gone: both ends see it below.
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
