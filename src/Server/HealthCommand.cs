using System.Net;
using System.Net.Sockets;
using Portable.AspNetCore;
using Portable.Http;

namespace Lessons.Server;

/// <summary>
/// <c>lessons-server health</c>: asks the server of this machine, with the same <c>PORT</c> and <c>BIND_ADDRESS</c>, whether it
/// can work. A container without a shell has no other probe.
/// </summary>
internal static class HealthCommand
{
    public const string Usage = "Usage: lessons-server health   (asks the server on PORT; the exit code is 0 where it can work)";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Returns the exit code: 0 where the answer to <c>GET /health</c> is 200.</summary>
    /// <exception cref="SettingsException"><c>PORT</c> is 0.</exception>
    public static async Task<int> RunAsync(KestrelSettings settings)
    {
        if (settings.Port == 0)
            throw new SettingsException("PORT must be the server's port: with PORT=0 the system has chosen one that health cannot find.");
        var url = $"http://{Address(settings.BindAddress)}:{settings.Port}/health";
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(url);
            if (response.StatusCode == HttpStatusCode.OK)
                return 0;
            StandardError.WriteLine($"The server on port {settings.Port} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException exception)
        {
            StandardError.WriteLine($"No server answers on port {settings.Port}: {exception.Message}");
        }
        catch (TaskCanceledException)
        {
            StandardError.WriteLine($"The server on port {settings.Port} has not answered for {Timeout.TotalSeconds} seconds.");
        }

        return 1;
    }

    // A server that listens on all addresses listens on loopback too.
    private static string Address(IPAddress? bound) => bound switch
    {
        null => "localhost",
        _ when bound.Equals(IPAddress.Any) => "127.0.0.1",
        _ when bound.Equals(IPAddress.IPv6Any) => "[::1]",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"[{bound}]",
        _ => bound.ToString(),
    };
}
