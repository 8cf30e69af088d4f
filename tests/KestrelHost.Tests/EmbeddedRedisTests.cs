using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>The host without <c>UPSTASH_REDIS_URL</c>.</summary>
public sealed class EmbeddedRedisTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Starts_says_so_in_one_line_and_answers()
    {
        await using var service = await KestrelProgram.StartServiceAsync(_folder.Path);

        var line = Assert.Single(service.Process.Output.Split('\n'), line => line.Contains("embedded Redis", StringComparison.Ordinal));
        Assert.Contains("UPSTASH_REDIS_URL", line, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, ".lessons-data"), line, StringComparison.Ordinal);
        var response = await service.SendAsync("GET /lessons/completed", [await service.LoginAsync("lambros")]);
        Assert.Equal((200, """{"Lessons":{}}"""), (response.Status, response.Body.TrimEnd('\n')));
    }

    [Fact]
    public async Task Keeps_sessions_and_lessons_over_kill_9()
    {
        string cookie, completed;
        await using (var service = await KestrelProgram.StartServiceAsync(_folder.Path))
        {
            cookie = await service.LoginAsync("lambros");
            await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);
            completed = (await service.SendAsync("GET /lessons/completed", [cookie])).Body;
            await service.Process.KillAsync();
        }

        await using var again = await KestrelProgram.StartServiceAsync(_folder.Path);

        Assert.Contains("\"123\"", completed, StringComparison.Ordinal);
        Assert.Equal(completed, (await again.SendAsync("GET /lessons/completed", [cookie])).Body);
    }

    [Fact]
    public async Task Loses_nothing_that_was_answered_when_killed_under_load()
    {
        var saved = new ConcurrentBag<string>();
        for (var round = 0; round < 3; round++)
        {
            await using var service = await KestrelProgram.StartServiceAsync(_folder.Path);
            var cookie = await service.LoginAsync("lambros");
            var clients = Enumerable.Range(0, 4).Select(client => MarkUntilItEndsAsync(service, cookie, $"{round}-{client}", saved)).ToList();
            var enough = saved.Count + 100;
            await Eventually.HoldsAsync("some lessons are marked", () => Task.FromResult(saved.Count >= enough));
            await service.Process.KillAsync();
            await Task.WhenAll(clients);
        }

        await using var last = await KestrelProgram.StartServiceAsync(_folder.Path);
        var list = await last.SendAsync("GET /lessons/completed", [await last.LoginAsync("lambros")]);

        var stored = JsonDocument.Parse(list.Body).RootElement.GetProperty("Lessons").EnumerateObject().Select(lesson => lesson.Name);
        Assert.Empty(saved.Except(stored, StringComparer.Ordinal));
        Assert.True(saved.Count >= 300);
    }

    [Fact]
    public async Task A_second_start_on_the_same_folder_gets_a_sentence()
    {
        await using var first = await KestrelProgram.StartServiceAsync(_folder.Path);
        await using var second = KestrelProgram.Start(_folder.Path);

        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.Equal(
            $"The data folder {Path.Combine(_folder.Path, ".lessons-data")} is in use by another process. Stop that one, start this one elsewhere, or set UPSTASH_REDIS_URL.",
            second.Output);
    }

    [Theory]
    [InlineData("BIND_ADDRESS", "0.0.0.0")]
    [InlineData("BIND_ADDRESS", "::")]
    [InlineData("BIND_ADDRESS", "192.0.2.1")]
    [InlineData("TRUST_PROXY", "true")]
    public async Task Refuses_to_serve_anything_but_loopback(string name, string value)
    {
        await using var process = KestrelProgram.Start(_folder.Path, (name, value));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.StartsWith("UPSTASH_REDIS_URL must be set when BIND_ADDRESS", process.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".lessons-data")));
    }

    [Fact]
    public async Task Listens_on_127_0_0_1_alone()
    {
        await using var service = await KestrelProgram.StartServiceAsync(_folder.Path);
        var line = service.Process.Output.Split('\n').Single(line => line.Contains("embedded Redis", StringComparison.Ordinal));
        var port = int.Parse(line.Split("127.0.0.1:")[1].Split(',')[0], CultureInfo.InvariantCulture);

        using var loopback = new TcpClient();
        await loopback.ConnectAsync("127.0.0.1", port);
        using var other = new TcpClient(); // what listens on every address listens on 127.0.0.2 too
        await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync("127.0.0.2", port));
    }

    // A web page can make a browser post such a body to any port of loopback.
    [Fact]
    public async Task Strangers_commands_are_refused_and_the_data_is_the_owners()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path);

        await SendAndWaitForTheEndAsync(redis.Port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 16\r\n\r\nSET guard on\r\n\r\n");
        await SendAndWaitForTheEndAsync(redis.Port, "*3\r\n$3\r\nSET\r\n$5\r\nguard\r\n$2\r\non\r\n");

        await using var stranger = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},abortConnect=false,connectTimeout=1000");
        await Assert.ThrowsAnyAsync<Exception>(() => stranger.GetDatabase().StringGetAsync("guard"));
        await using var owner = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},password={redis.Url.Password}");
        Assert.False(await owner.GetDatabase().KeyExistsAsync("guard"));
        Assert.Matches("^[0-9a-f]{32}$", redis.Url.Password);
        if (!OperatingSystem.IsWindows())
            Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(_folder.Path), 8));
    }

    [Fact]
    public async Task The_password_is_in_no_line_of_the_log()
    {
        await using var service = await KestrelProgram.StartServiceAsync(_folder.Path);
        await service.LoginAsync("lambros");

        Assert.DoesNotMatch("[0-9a-f]{32}", service.Process.Output);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_gets_a_sentence()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".lessons-data"), "a file");
        await using var process = KestrelProgram.Start(_folder.Path);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.StartsWith("The data folder ", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_data_gets_a_sentence()
    {
        await using (var service = await KestrelProgram.StartServiceAsync(_folder.Path))
            await service.LoginAsync("lambros");
        var log = Path.Combine(_folder.Path, ".lessons-data", "AOF", "aof.log.0");
        var bytes = await File.ReadAllBytesAsync(log);
        bytes.AsSpan(64, 40).Fill(0xff);
        await File.WriteAllBytesAsync(log, bytes);

        await using var process = KestrelProgram.Start(_folder.Path);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.StartsWith("The data in ", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_within_the_log_is_told_with_its_bytes_once_and_the_rest_is_served()
    {
        var folder = Path.Combine(_folder.Path, "redis");
        using (var redis = EmbeddedRedisServer.Start(folder, hasPassword: false))
            await MarkAsync(redis, 300);
        var log = Path.Combine(folder, "AOF", "aof.log.0");
        var bytes = await File.ReadAllBytesAsync(log);
        Array.Fill(bytes, (byte)0xa5, 15_000, 200);
        await File.WriteAllBytesAsync(log, bytes);

        using (var redis = EmbeddedRedisServer.Start(folder, hasPassword: false))
        {
            Assert.InRange(redis.Loss!.RecoveredBytes, 14_000, 15_000);
            Assert.InRange(redis.Loss.BytesOnDisk, 40_000, bytes.Length);
            Assert.Equal(bytes, await File.ReadAllBytesAsync(redis.Loss.Copy));
            Assert.InRange(await MarkAsync(redis, 1), 100, 120);
        }

        using var again = EmbeddedRedisServer.Start(folder, hasPassword: false);
        Assert.Null(again.Loss);
        Assert.InRange(await MarkAsync(again, 0), 101, 121);
    }

    // In its mount namespace the server has a disk of 1 MB.
    [Fact, Trait(RunTrait.Name, RunTrait.All)] // some thousand marks
    public async Task A_full_disk_ends_the_server_with_a_sentence_and_nothing_answered_is_lost()
    {
        Assert.SkipWhen(await Tools.LacksMountNamespacesAsync(), "unshare may make no mount namespace here");
        var ready = Path.Combine(_folder.Path, "copy");
        await using var process = KestrelProgram.StartByCommand(
            _folder.Path,
            ["unshare", "--map-root-user", "--mount", "sh", "-c", $"mkdir disk && mount -t tmpfs -o size=1m tmpfs disk && cd disk && \"$0\"; code=$?; cp -r .lessons-data '{ready}'; exit $code"]);
        var service = await Service.WaitForAsync(process);
        var cookie = await service.LoginAsync("lambros");
        var saved = new ConcurrentBag<string>();

        await MarkUntilItEndsAsync(service, cookie, new string('x', 185), saved, isPatient: true);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("the disk may be full", process.Output, StringComparison.Ordinal);
        using var redis = EmbeddedRedisServer.Start(ready, hasPassword: false);
        await using var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        Assert.NotEmpty(saved);
        Assert.Empty(saved.Except((await client.GetDatabase().HashKeysAsync("lessons:lambros")).Select(key => key.ToString()), StringComparer.Ordinal));
    }

    // Returns how many lessons there were.
    private static async Task<long> MarkAsync(EmbeddedRedisServer redis, int count)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        var before = await client.GetDatabase().HashLengthAsync("lessons:u");
        for (var i = 0; i < count; i++)
            await client.GetDatabase().HashSetAsync("lessons:u", $"lesson-{before}-{i}", "2022-10-12T02:01:14Z");
        return before;
    }

    [Fact]
    public async Task Keeps_what_does_not_fit_into_memory()
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

    private static async Task MarkUntilItEndsAsync(Service service, string cookie, string prefix, ConcurrentBag<string> saved, bool isPatient = false)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var response = await service.SendAsync($"POST /lessons/{prefix}-{i}/mark-complete", [cookie]);
                if (isPatient && response.Status == 500)
                    continue;
                Assert.Equal(200, response.Status);
                saved.Add($"{prefix}-{i}");
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The process was killed: what is in flight now was not answered.
        }
    }
}
