using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Runs <c>lessons-server health</c> with a running server, without a server, and with a server that does not respond.</summary>
public sealed class HealthCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("127.0.0.2")]
    public async Task The_command_exits_with_0_and_prints_nothing_if_the_server_is_healthy(string bindAddress)
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
    public async Task The_command_exits_with_1_and_prints_503_if_Redis_cannot_be_reached()
    {
        var port = 0;
        await using var service = await FreePorts.StartAsync(free =>
        {
            port = free;
            return KestrelProgram.Deployed.StartServiceAsync(_folder.Path, Port(free), ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"), ("REDIS_TIMEOUT_MS", ""));
        });

        Assert.Equal((1, $"The server on port {port} responded: HTTP/1.1 503 Service Unavailable"), await RunAsync(Port(port)));
    }

    [Fact]
    public async Task The_command_exits_with_1_and_one_line_if_no_server_listens()
    {
        using var port = new ClosedPort();

        var (exitCode, output) = await RunAsync(Port(port.Number));

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"No server responds on port {port.Number}: ", Assert.Single(output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_exits_with_1_if_no_response_arrives_within_10_seconds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Equal((1, $"The server on port {port} did not respond within 10 seconds."), await RunAsync(Port(port)));
    }

    [Fact]
    public async Task The_command_exits_with_1_and_one_line_if_PORT_is_0()
    {
        Assert.Equal((1, "PORT must be the server's port. With 0 the system chooses a port, and this command cannot find that port."), await RunAsync(Port(0)));
    }

    private static (string Name, string Value) Port(int port) => ("PORT", port.ToString(CultureInfo.InvariantCulture));

    private async Task<(int ExitCode, string Output)> RunAsync(params (string Name, string Value)[] settings)
    {
        await using var process = KestrelProgram.Deployed.Run(_folder.Path, ["health"], "", settings);
        return (await process.WaitForExitAsync(), process.Output);
    }
}
