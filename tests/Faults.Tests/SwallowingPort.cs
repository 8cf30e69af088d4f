using System.Net;
using System.Net.Sockets;

namespace Lessons.Faults;

/// <summary>A port that behaves like a lost network. Its connection queue is full, so the system ignores each new connection.</summary>
internal sealed class SwallowingPort : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queue = [];

    private SwallowingPort()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        Number = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public int Number { get; }

    public static async Task<SwallowingPort> OpenAsync()
    {
        var port = new SwallowingPort();
        while (await port.TryEnterAsync())
        {
            // The connection was queued. Fill the next place in the queue.
        }

        return port;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _queue.ForEach(socket => socket.Dispose());
    }

    private async Task<bool> TryEnterAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _queue.Add(socket);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Number, patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
