using System.Globalization;
using System.Net.Sockets;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the development server without <c>UPSTASH_REDIS_URL</c>, and its embedded Redis.</summary>
[Trait(RunTrait.Name, RunTrait.Quick)]
public sealed class EmbeddedRedisTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_server_without_a_Redis_URL_uses_and_logs_an_embedded_Redis()
    {
        await using var service = await KestrelProgram.Development.StartServiceAsync(_folder.Path);

        var line = Assert.Single(service.Output.Split('\n'), line => line.Contains("embedded Redis", StringComparison.Ordinal));
        Assert.Contains("UPSTASH_REDIS_URL", line, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, ".lessons-data"), line, StringComparison.Ordinal);
        var response = await service.SendAsync("GET /lessons/completed", [await service.LoginAsync("lambros")]);
        Assert.Equal((200, """{"Lessons":{}}"""), (response.Status, response.Body.TrimEnd('\n')));
    }

    [Fact]
    public async Task Sessions_and_lessons_survive_SIGKILL()
    {
        string cookie, completed;
        await using (var service = await KestrelProgram.Development.StartServiceAsync(_folder.Path))
        {
            cookie = await service.LoginAsync("lambros");
            await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);
            completed = (await service.SendAsync("GET /lessons/completed", [cookie])).Body;
            await service.Process.KillAsync();
        }

        await using var again = await KestrelProgram.Development.StartServiceAsync(_folder.Path);

        Assert.Contains("\"123\"", completed, StringComparison.Ordinal);
        Assert.Equal(completed, (await again.SendAsync("GET /lessons/completed", [cookie])).Body);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_folder_exits_with_1_and_a_sentence()
    {
        await using var first = await KestrelProgram.Development.StartServiceAsync(_folder.Path);
        await using var second = KestrelProgram.Development.Start(_folder.Path);

        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.Equal(
            $"The data folder {Path.Combine(_folder.Path, ".lessons-data")} is in use by another process. Stop that process, start in another folder, or set UPSTASH_REDIS_URL.",
            second.Output);
    }

    [Theory]
    [InlineData("BIND_ADDRESS", "0.0.0.0")]
    [InlineData("BIND_ADDRESS", "::")]
    [InlineData("BIND_ADDRESS", "192.0.2.1")]
    [InlineData("TRUST_PROXY", "true")]
    public async Task A_public_BIND_ADDRESS_or_TRUST_PROXY_without_Redis_URL_exits_with_1(string name, string value)
    {
        await using var process = KestrelProgram.Development.Start(_folder.Path, (name, value));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.StartsWith("UPSTASH_REDIS_URL must be set when BIND_ADDRESS", process.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".lessons-data")));
    }

    [Fact]
    public async Task The_embedded_Redis_listens_on_127_0_0_1_only()
    {
        await using var service = await KestrelProgram.Development.StartServiceAsync(_folder.Path);
        var line = service.Output.Split('\n').Single(line => line.Contains("embedded Redis", StringComparison.Ordinal));
        var port = int.Parse(line.Split("127.0.0.1:")[1].Split(',')[0], CultureInfo.InvariantCulture);

        using var loopback = new TcpClient();
        await loopback.ConnectAsync("127.0.0.1", port);
        using var other = new TcpClient(); // A listener on every address also listens on 127.0.0.2.
        await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync("127.0.0.2", port));
    }

    [Fact]
    public async Task The_server_exits_with_1_if_it_cannot_create_the_data_folder()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".lessons-data"), "a file");
        await using var process = KestrelProgram.Development.Start(_folder.Path);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.StartsWith("The data folder ", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lesson_is_kept_when_later_data_exceeds_the_memory_limit()
    {
        using var redis = EmbeddedRedisServer.Start(Path.Combine(_folder.Path, "redis"), hasPassword: false);
        await using var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},asyncTimeout=20000");
        var database = client.GetDatabase();
        await database.HashSetAsync("lessons:lambros", "first", "t");
        var value = new string('x', 100_000);

        for (var i = 0; i < 1500; i++)
            await database.StringSetAsync($"fill:{i}", value);

        Assert.Equal("t", await database.HashGetAsync("lessons:lambros", "first"));
    }
}
