using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Portable.AspNetCore;
using Portable.Http;

namespace Lessons.Server;

/// <summary>
/// <c>lessons-server health</c>: sends <c>GET /health</c> to the server on this machine that has the same <c>PORT</c> and
/// <c>BIND_ADDRESS</c>. It is the health check of a container without a shell.
/// </summary>
internal static class HealthCommand
{
    public const string Usage = "Usage: lessons-server health   (sends GET /health to the server on PORT; the exit code is 0 if the status is 200)";

    // The request goes over a plain socket: .NET's HTTP client would make the program 1.4 MB larger.
    private const string Request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    // The time for the whole exchange. A server that cannot reach Redis responds with 503 within REDIS_TIMEOUT_MS, one second by default.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns the exit code: 0 if the status of <c>GET /health</c> is 200, otherwise 1.</summary>
    /// <exception cref="SettingsException"><c>PORT</c> is 0.</exception>
    public static async Task<int> RunAsync(KestrelSettings settings)
    {
        if (settings.Port == 0)
            throw new SettingsException("PORT must be the server's port. With 0 the system chooses a port, and this command cannot find that port.");
        var problem = await FindProblemAsync(settings);
        if (problem is not null)
            StandardError.WriteLine(problem);
        return problem is null ? 0 : 1;
    }

    private static async Task<string?> FindProblemAsync(KestrelSettings settings)
    {
        using var tooLate = new CancellationTokenSource(Patience);
        try
        {
            var status = await AskAsync(Addresses(settings.BindAddress), settings.Port, tooLate.Token);
            return status is null ? $"The server on port {settings.Port} closed the connection without a response."
                : status.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? null
                : $"The server on port {settings.Port} responded: {status}";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return $"No server responds on port {settings.Port}: {exception.Message}";
        }
        catch (OperationCanceledException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The server on port {settings.Port} did not respond within {Patience.TotalSeconds} seconds.");
        }
    }

    // Returns the first line of the response, or null if the server closed the connection without a response.
    private static async Task<string?> AskAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(addresses, port, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadLineAsync(cancellationToken);
    }

    // A server that listens on all addresses also listens on loopback.
    private static IPAddress[] Addresses(IPAddress? bound) =>
        bound is null ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : bound.Equals(IPAddress.Any) ? [IPAddress.Loopback]
        : bound.Equals(IPAddress.IPv6Any) ? [IPAddress.IPv6Loopback, IPAddress.Loopback]
        : [bound];
}
