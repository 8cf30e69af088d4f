using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Portable.Conformance;

namespace MyApi.Tests;

/// <summary>The Redis of the tests: the one of <c>TEST_REDIS_URL</c>, otherwise a redis-server without files.</summary>
public sealed class RunningRedis : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly ChildProcess? _server;

    private RunningRedis(string url, ChildProcess? server) => (Url, _server) = (url, server);

    /// <summary>The URL of the Redis.</summary>
    public string Url { get; }

    /// <summary>Starts a redis-server on a free port, unless <c>TEST_REDIS_URL</c> is set.</summary>
    /// <exception cref="InvalidOperationException">redis-server is not installed, or it does not start.</exception>
    public static async Task<RunningRedis> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("TEST_REDIS_URL") is { Length: > 0 } url)
            return new(url, null);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort().ToString(CultureInfo.InvariantCulture);
            var server = Start(port);
            try
            {
                await server.WaitForLineAsync("Ready to accept connections");
                return new($"redis://127.0.0.1:{port}", server);
            }
            catch (InvalidOperationException exception)
                when (attempt < Attempts && exception.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase))
            {
                await server.DisposeAsync(); // Another process took the port.
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Ends the redis-server.</summary>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private static ChildProcess Start(string port)
    {
        try
        {
            return ChildProcess.Start("redis-server", ["--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no"]);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("Install redis-server, or set TEST_REDIS_URL to the URL of a Redis for tests.", exception);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
