using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

public sealed class ServerStartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PORT", "http")]
    [InlineData("PORT", "70000")]
    [InlineData("UPSTASH_REDIS_URL", "s3cret")]
    [InlineData("UPSTASH_REDIS_URL", "redis://:s3cret@")]
    [InlineData("UPSTASH_REDIS_URL", "redis://:s3cret@h:port")]
    [InlineData("UPSTASH_REDIS_URL_PARAMETER", "/lessons/redis-url")]
    [InlineData("LOGIN_MODE", "none")]
    [InlineData("SESSION_TTL", "s3cret")]
    [InlineData("MAX_SESSIONS", "5")]
    [InlineData("MAX_LESSONS", "0")]
    [InlineData("TRUST_PROXY", "s3cret")]
    [InlineData("PROXY_HEADER", "X-Forwarded-For")]
    [InlineData("BIND_ADDRESS", "everywhere")]
    [InlineData("ALLOWED_ORIGINS", "*")]
    public async Task The_server_exits_with_1_and_names_an_invalid_setting(string name, string value)
    {
        await using var process = KestrelProgram.Deployed.Start(_folder.Path, (name, value));

        Assert.Equal(1, await process.WaitForExitAsync());
        var sentence = Assert.Single(process.Output.Split('\n'));
        Assert.StartsWith(name + " ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deployed_server_without_a_Redis_URL_exits_with_1_and_a_sentence()
    {
        await using var process = KestrelProgram.Deployed.Start(_folder.Path);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal(
            "UPSTASH_REDIS_URL must be set: this program has no embedded Redis. For development, use dotnet run --project src/KestrelHost.",
            process.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("health", "now")]
    [InlineData("--help")]
    public async Task The_server_exits_with_1_and_prints_the_usage_for_unknown_arguments(params string[] arguments)
    {
        await using var process = KestrelProgram.Deployed.Run(_folder.Path, arguments, "");

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("Usage: lessons-server health", process.Output, StringComparison.Ordinal);
        Assert.Contains("Usage: lessons-server user", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_exits_with_1_and_one_sentence_if_its_port_is_in_use()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var process = KestrelProgram.Deployed.Start(_folder.Path, ("PORT", port), ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));

        Assert.Equal(1, await process.WaitForExitAsync());
        AssertTellsThatItCannotListen(process.Output);
        Assert.Contains(port, process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_exits_with_1_if_BIND_ADDRESS_is_of_another_machine()
    {
        await using var process = KestrelProgram.Deployed.Start(_folder.Path, ("BIND_ADDRESS", "192.0.2.1"), ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));

        Assert.Equal(1, await process.WaitForExitAsync());
        AssertTellsThatItCannotListen(process.Output);
    }

    [Fact]
    public async Task The_server_starts_and_returns_500_if_Redis_cannot_be_reached()
    {
        using var redis = new ClosedPort();
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(
            _folder.Path, ("UPSTASH_REDIS_URL", $"redis://:s3cret@127.0.0.1:{redis.Number}"));

        Assert.Equal(500, (await service.SendAsync("GET /login?userId=x")).Status);
        await service.Process.WaitForLineAsync("/login");
        Assert.Contains("Redis cannot be reached", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", service.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".lessons-data")));
    }

    [Fact]
    public async Task The_server_listens_only_on_loopback_unless_BIND_ADDRESS_is_set()
    {
        await using (var service = await StartAsync())
        {
            using var loopback = new TcpClient();
            await loopback.ConnectAsync("127.0.0.1", service.Port);
            using var other = new TcpClient(); // A listener on every address also listens on 127.0.0.2.
            await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync("127.0.0.2", service.Port));
        }

        await using (var service = await StartAsync(("BIND_ADDRESS", "0.0.0.0")))
        {
            using var other = new TcpClient();
            await other.ConnectAsync("127.0.0.2", service.Port);
        }

        Task<RunningHost> StartAsync(params (string, string)[] settings) => FreePorts.StartAsync(port =>
            KestrelProgram.Deployed.StartServiceAsync(
                _folder.Path, [("PORT", port.ToString(CultureInfo.InvariantCulture)), ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"), .. settings]));
    }

    [Fact]
    public async Task A_request_in_flight_at_SIGTERM_returns_200_and_the_exit_code_is_0()
    {
        using var redis = EmbeddedRedisServer.Start(Path.Combine(_folder.Path, "redis"), hasPassword: false);
        using var proxy = TcpProxy.Start(redis.Port);
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", proxy.Url));
        var cookie = await service.LoginAsync("lambros");
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.OnRequest = () =>
        {
            proxy.OnRequest = null;
            service.Process.Terminate();
            signalled.SetResult();
        };

        var marking = service.SendAsync("POST /lessons/1/mark-complete", [cookie]);
        await signalled.Task;

        Assert.Equal(200, (await marking).Status);
        Assert.Equal(0, await service.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_request_that_the_shutdown_cuts_off_is_logged_as_503()
    {
        using var redis = EmbeddedRedisServer.Start(Path.Combine(_folder.Path, "redis"), hasPassword: false);
        using var proxy = TcpProxy.Start(redis.Port);
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(
            _folder.Path, ("UPSTASH_REDIS_URL", proxy.Url), ("REDIS_TIMEOUT_MS", "30000"));
        var cookie = await service.LoginAsync("lambros");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Hold();
        proxy.OnRequest = () => asked.TrySetResult();
        using var connection = await service.ConnectAsync();
        await connection.SendAsync($"GET /lessons/completed HTTP/1.1\r\nHost: h\r\n{cookie}\r\n\r\n");
        await asked.Task.WaitAsync(Eventually.Bound);

        var clock = Stopwatch.StartNew();
        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 25); // The shutdown waits five seconds for a request. Without it, the request would wait 30 seconds for Redis.
        var line = await service.FindLineAsync("/lessons/completed");
        Assert.Contains("\"status\":503", line, StringComparison.Ordinal);
        proxy.Release();
    }

    [Fact]
    public async Task A_request_whose_body_is_missing_at_the_shutdown_is_logged_as_503()
    {
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", "redis://127.0.0.1:1"));
        using var connection = await service.ConnectAsync();
        await connection.SendAsync("POST /login HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
        Assert.Equal(100, (await connection.ReadAsync()).Status); // The server now waits for the body.

        service.Process.Terminate();

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.Contains("\"status\":503", await service.FindLineAsync("/login"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_disconnects_during_the_shutdown_is_logged_as_499()
    {
        using var redis = EmbeddedRedisServer.Start(Path.Combine(_folder.Path, "redis"), hasPassword: false);
        using var proxy = TcpProxy.Start(redis.Port);
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(
            _folder.Path, ("UPSTASH_REDIS_URL", proxy.Url), ("REDIS_TIMEOUT_MS", "30000"));
        var cookie = await service.LoginAsync("lambros");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Hold();
        proxy.OnRequest = () => asked.TrySetResult();
        using (var connection = await service.ConnectAsync())
        {
            await connection.SendAsync($"GET /lessons/completed HTTP/1.1\r\nHost: h\r\n{cookie}\r\n\r\n");
            await asked.Task.WaitAsync(Eventually.Bound);
            service.Process.Terminate();
        }

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        Assert.Contains("\"status\":499", await service.FindLineAsync("/lessons/completed"), StringComparison.Ordinal);
        proxy.Release();
    }

    // JSON lines belong to the log, which may report that Redis cannot be reached. The only other line is the sentence, and no line has a
    // stack trace.
    private static void AssertTellsThatItCannotListen(string output)
    {
        Assert.StartsWith("PORT or BIND_ADDRESS ", Assert.Single(output.Split('\n'), line => !line.StartsWith('{')), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
