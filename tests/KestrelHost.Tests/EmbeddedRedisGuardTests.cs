using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>Checks who can use the embedded Redis and who can read its data folder.</summary>
[Trait(RunTrait.Name, RunTrait.Quick)]
public sealed class EmbeddedRedisGuardTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A web page can make a browser send such a body to any loopback port. Without a password Garnet runs the command.
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_Redis_command_in_a_POST_body_runs_only_without_a_password(bool hasPassword, bool isRun)
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword);

        await SendAndWaitForTheEndAsync(redis.Port, "POST / HTTP/1.1\r\nHost: h\r\n\r\n*3\r\n$3\r\nSET\r\n$5\r\nguard\r\n$2\r\non\r\n");

        await using var owner = await ConnectAsync(redis);
        Assert.Equal(isRun, await owner.GetDatabase().KeyExistsAsync("guard"));
    }

    [Fact]
    public async Task A_command_without_the_password_is_not_executed()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path);

        await SendAndWaitForTheEndAsync(redis.Port, "*3\r\n$3\r\nSET\r\n$5\r\nguard\r\n$2\r\non\r\n");

        await using var owner = await ConnectAsync(redis);
        Assert.False(await owner.GetDatabase().KeyExistsAsync("guard"));
        Assert.Matches("^[0-9a-f]{32}$", redis.Url.Password);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_start_removes_the_rights_of_others_to_the_data_folder()
    {
        // Windows has access lists instead of mode bits. CI runs on Linux and does not skip this test.
        Needs.Unix("file modes");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using var redis = EmbeddedRedisServer.Start(_folder.Path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public async Task The_log_does_not_contain_the_password()
    {
        await using var service = await KestrelProgram.Development.StartServiceAsync(_folder.Path);
        await service.LoginAsync("lambros");

        Assert.DoesNotMatch("[0-9a-f]{32}", service.Output);
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(EmbeddedRedisServer redis) =>
        ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},password={redis.Url.Password}");

    private static async Task SendAndWaitForTheEndAsync(int port, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null).WaitAsync(Eventually.Bound);
        }
        catch (IOException)
        {
            // The server has reset the connection.
        }
    }
}
