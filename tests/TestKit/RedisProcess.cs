using System.Globalization;
using StackExchange.Redis;

namespace Lessons.TestKit;

/// <summary>A redis-server of the test's own, on a free port of loopback, keeping nothing.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private ChildProcess _process;

    private RedisProcess(int port) => (Port, _process) = (port, Launch(port, _folder));

    public int Port { get; }

    public string Url => $"redis://127.0.0.1:{Port}";

    public static async Task<RedisProcess> StartAsync()
    {
        var redis = new RedisProcess(FreePort.Find());
        await redis._process.WaitForLineAsync("Ready to accept connections");
        return redis;
    }

    /// <summary>Stops the server at once, as a crash would.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async Task RestartAsync()
    {
        _process = Launch(Port, _folder);
        await _process.WaitForLineAsync("Ready to accept connections");
    }

    /// <summary>Stops the server where it is, with its connections open.</summary>
    public void Freeze() => _process.Signal(19); // SIGSTOP

    public void Thaw() => _process.Signal(18); // SIGCONT

    public async Task<ConnectionMultiplexer> ConnectAsync() =>
        await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", Port } }, AllowAdmin = true });

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static ChildProcess Launch(int port, TempFolder folder) =>
        ChildProcess.Start("redis-server", ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", folder.Path]);
}
