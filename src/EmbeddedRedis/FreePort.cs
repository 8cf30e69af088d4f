using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lessons;

/// <summary>Ports of loopback that nobody listens on.</summary>
public static class FreePort
{
    // Below the ports that systems give to clients (Linux: from 32768): nobody's outgoing connection takes it before it
    // is used, and a connection to a port without a listener cannot meet itself.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>A port that was free a moment ago.</summary>
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
                // Another one, then.
            }
        }
    }
}
