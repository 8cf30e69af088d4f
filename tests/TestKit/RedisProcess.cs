using System.Globalization;
using StackExchange.Redis;

namespace Lessons.TestKit;

/// <summary>A redis-server on loopback for one test. It stores nothing on disk, unless an option requires it.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    // cluster-node-timeout: a node that does not respond for this time counts as failed, and its replica can become the master.
    private const string NodeTimeoutMilliseconds = "1500";

    private readonly TempFolder _folder = new();
    private readonly string[] _options;
    private ChildProcess _process;

    // The last option has no value yet. Its value is the port.
    private RedisProcess(int port, string[] options) => (Port, _options, _process) = (port, options, Launch(port, options, _folder));

    public int Port { get; }

    /// <summary>The port on which the other nodes of a cluster connect.</summary>
    public int? BusPort { get; private init; }

    private TestCertificate? Certificate { get; init; }

    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>Starts a server with these additional options of redis-server.</summary>
    public static Task<RedisProcess> StartAsync(params string[] options) => FreePorts.StartAsync(port => OpenAsync(new(port, [.. options, "--port"])));

    public static Task<RedisProcess> StartAtAsync(int port) => OpenAsync(new(port, ["--port"]));

    /// <summary>Starts a server that writes each change to the disk before it responds.</summary>
    public static Task<RedisProcess> StartDurableAsync() => StartAsync("--appendonly", "yes", "--appendfsync", "always");

    /// <summary>Starts a server that accepts only TLS, with the given certificate.</summary>
    public static Task<RedisProcess> StartWithTlsAsync(TestCertificate certificate, params string[] options) => FreePorts.StartAsync(port => OpenAsync(
        new(port, [.. options, "--port", "0", "--tls-cert-file", certificate.CertificateFile, "--tls-key-file", certificate.KeyFile, "--tls-ca-cert-file", certificate.AuthorityFile, "--tls-auth-clients", "no", "--tls-port"]) { Certificate = certificate }));

    /// <summary>Starts a cluster node that is not connected to other nodes yet.</summary>
    public static Task<RedisProcess> StartClusterNodeAsync() => FreePorts.StartAsync(port =>
    {
        var bus = FreePort.Find();
        return OpenAsync(new(port, ["--cluster-enabled", "yes", "--cluster-node-timeout", NodeTimeoutMilliseconds, "--cluster-port", bus.ToString(CultureInfo.InvariantCulture), "--port"]) { BusPort = bus });
    });

    private static async Task<RedisProcess> OpenAsync(RedisProcess redis)
    {
        try
        {
            await redis._process.WaitForLineAsync("Ready to accept connections");
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the server at once, as in a crash.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async Task RestartAsync()
    {
        _process = Launch(Port, _options, _folder);
        await _process.WaitForLineAsync("Ready to accept connections");
    }

    /// <summary>Freezes the server. Its connections stay open.</summary>
    public void Freeze() => _process.Signal(UnixSignal.Stop);

    public void Thaw() => _process.Signal(UnixSignal.Continue);

    public async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = new ConfigurationOptions { EndPoints = { { "127.0.0.1", Port } }, AllowAdmin = true };
        if (Certificate is not null)
        {
            (options.Ssl, options.SslHost) = (true, Certificate.Name);
            options.CertificateValidation += (_, sent, _, _) => sent is not null && Certificate.Is(sent); // TrustIssuer rejects intermediate certificates
        }

        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Opens a connection that counts as one client of the server and sends no command after a PING.</summary>
    public async Task<IDisposable> ConnectRawAsync()
    {
        var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte["+PONG\r\n".Length]);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static ChildProcess Launch(int port, string[] options, TempFolder folder) =>
        Programs.Start("redis-server", [.. options, port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", folder.Path]);
}
