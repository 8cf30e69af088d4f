using System.Net;
using System.Net.Sockets;

namespace Lessons.TestKit;

/// <summary>A TCP server on a port of loopback that the system chooses. It serves every connection until it is disposed of.</summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private LoopbackServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>
    /// Starts a server that calls <paramref name="serveAsync"/> for each connection. The server closes the connection when this task ends, and
    /// ignores an IOException or SocketException of the task.
    /// </summary>
    public static LoopbackServer Start(Func<TcpClient, Task> serveAsync)
    {
        var server = new LoopbackServer();
        _ = server.AcceptAsync(serveAsync);
        return server;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(Func<TcpClient, Task> serveAsync)
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(), serveAsync);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was disposed of, because the test is over.
        }
    }

    private static async Task ServeAsync(TcpClient client, Func<TcpClient, Task> serveAsync)
    {
        using var connection = client;
        try
        {
            await serveAsync(client);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The client or the test has closed the connection.
        }
    }
}
