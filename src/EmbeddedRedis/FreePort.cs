using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lessons;

/// <summary>Finds loopback ports on which no process listens.</summary>
public static class FreePort
{
    // The range is below the ports that systems assign to clients (Linux: from 32768). Therefore no outgoing connection takes the port
    // before the caller binds it, and a client that connects to the port without a listener cannot connect to itself.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>Returns a port that was free during the call. Another process may bind that port after the call.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The port is in use: try another port.
            }
        }
    }
}
