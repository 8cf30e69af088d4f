using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary><c>lessons-server health</c>, beside a running server.</summary>
public sealed class HealthCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("127.0.0.2")]
    public async Task A_server_that_can_work_gives_0_and_no_text(string bindAddress)
    {
        using var redis = EmbeddedRedisServer.Start(Path.Combine(_folder.Path, "redis"), hasPassword: false);
        var port = 0;
        (string, string)[] settings = [("BIND_ADDRESS", bindAddress), ("HTTP_PROXY", "http://127.0.0.1:1")];
        await using var service = await FreePorts.StartAsync(free =>
        {
            port = free;
            return KestrelProgram.Deployed.StartServiceAsync(_folder.Path, [Port(free), ("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{redis.Port}"), .. settings]);
        });

        Assert.Equal((0, ""), await RunAsync([Port(port), .. settings]));
    }

    [Fact]
    public async Task A_server_without_its_Redis_gives_1_and_its_status()
    {
        var port = 0;
        await using var service = await FreePorts.StartAsync(free =>
        {
            port = free;
            return KestrelProgram.Deployed.StartServiceAsync(_folder.Path, Port(free), ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"), ("REDIS_TIMEOUT_MS", ""));
        });

        Assert.Equal((1, $"The server on port {port} answered: HTTP/1.1 503 Service Unavailable"), await RunAsync(Port(port)));
    }

    [Fact]
    public async Task No_server_gives_1_and_a_sentence()
    {
        using var port = new ClosedPort();

        var (exitCode, output) = await RunAsync(Port(port.Number));

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"No server answers on port {port.Number}: ", Assert.Single(output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_silent_gives_1_after_ten_seconds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Equal((1, $"The server on port {port} has not answered for 10 seconds."), await RunAsync(Port(port)));
    }

    [Fact]
    public async Task The_port_that_the_system_chooses_cannot_be_asked()
    {
        Assert.Equal((1, "PORT must be the server's port: 0 lets the system choose one, which this command cannot find."), await RunAsync(Port(0)));
    }

    private static (string Name, string Value) Port(int port) => ("PORT", port.ToString(CultureInfo.InvariantCulture));

    private async Task<(int ExitCode, string Output)> RunAsync(params (string Name, string Value)[] settings)
    {
        await using var process = KestrelProgram.Deployed.Run(_folder.Path, ["health"], "", settings);
        return (await process.WaitForExitAsync(), process.Output);
    }
}
