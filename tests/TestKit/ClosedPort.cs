using System.Net;
using System.Net.Sockets;

namespace Lessons.TestKit;

/// <summary>A port of 127.0.0.1 that refuses every connection. The port is bound, so no other program can use it, but nothing listens on it.</summary>
public sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Number { get; }

    public void Dispose() => _socket.Dispose();
}
