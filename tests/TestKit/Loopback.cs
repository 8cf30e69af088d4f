using System.Net;
using System.Net.Sockets;

namespace Lessons.TestKit;

/// <summary>The loopback addresses of this machine.</summary>
public static class Loopback
{
    /// <summary>The IPv6 address, or the IPv4 address in a container without IPv6.</summary>
    public static string Newest { get; } = HasIPv6() ? "::1" : "127.0.0.1";

    private static bool HasIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
