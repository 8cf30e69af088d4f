using System.Diagnostics;
using System.Text;
using Lessons.TestKit;
using Portable.Http;
using Portable.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

/// <summary>Tests that need a server of their own, or no server.</summary>
public sealed class RedisConnectionTests : IAsyncDisposable
{
    private static readonly string Password = string.Concat(Enumerable.Range(' ', 95).Select(c => (char)c)); // every printable character of ASCII

    private readonly MemoryStream _log = new();
    private readonly JsonLoggerProvider _logging;

    public RedisConnectionTests() => _logging = new(_log, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _logging.Dispose();
        await _log.DisposeAsync();
    }

    [RedisServerTheory]
    [InlineData("lesson-user", "lesson-user")]
    [InlineData("", "default")]
    public async Task The_server_accepts_the_percent_encoded_password_of_the_Redis_URL(string user, string acl)
    {
        await using var server = await RedisProcess.StartAsync();
        await using (var admin = await server.ConnectAsync())
            await admin.GetServers()[0].ExecuteAsync("ACL", "SETUSER", acl, "on", "resetpass", ">" + Password, "~*", "+@all");
        var encoded = string.Concat(Encoding.UTF8.GetBytes(Password).Select(b => $"%{b:x2}"));

        await using var redis = Open($"redis://{user}:{encoded}@127.0.0.1:{server.Port}");
        await new RedisSessionStore(redis).CreateAsync("id", "u", TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal("u", await new RedisSessionStore(redis).FindUserAsync("id", CancellationToken.None));
    }

    [RedisServerFact]
    public async Task A_wrong_password_throws_and_no_secret_is_logged()
    {
        await using var server = await RedisProcess.StartAsync();
        await using (var admin = await server.ConnectAsync())
            await admin.GetServers()[0].ExecuteAsync("ACL", "SETUSER", "default", "resetpass", ">right");

        await using var redis = Open($"redis://:s3cret@127.0.0.1:{server.Port}");
        var exception = await Assert.ThrowsAsync<StoreException>(() => new RedisSessionStore(redis).FindUserAsync("id", CancellationToken.None));

        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
        await Eventually.HoldsAsync("the failure is logged", () => Task.FromResult(Log.Contains("cannot be reached", StringComparison.Ordinal)));
        Assert.DoesNotContain("s3cret", Log, StringComparison.Ordinal);
    }

    // Redis quotes the arguments of an unknown command in its error. Here the command is AUTH, and an argument is the password.
    [RedisServerFact]
    public async Task The_password_is_not_logged_if_the_server_has_no_AUTH()
    {
        await using var server = await RedisProcess.StartAsync("--rename-command", "AUTH", "", "--requirepass", "right");

        await using var redis = Open($"redis://:s3cret@127.0.0.1:{server.Port}");
        var exception = await Assert.ThrowsAsync<StoreException>(() => new RedisSessionStore(redis).FindUserAsync("id", CancellationToken.None));

        await Eventually.HoldsAsync("the failure is logged", () => Task.FromResult(Log.Contains("unknown command", StringComparison.Ordinal)));
        Assert.DoesNotContain("s3cret", Log + exception.Reason, StringComparison.Ordinal);
    }

    private string Log => Encoding.UTF8.GetString(_log.ToArray());

    public static TheoryData<string> EachRight => ["none", .. RedisRights.Open.Where(right => right[0] == '+')];

    [RedisServerTheory, MemberData(nameof(EachRight))]
    public async Task Mode_open_needs_exactly_the_listed_Redis_rights(string missing)
    {
        await using var server = await RedisProcess.StartAsync();
        await using (var admin = await server.ConnectAsync())
            await admin.GetServers()[0].ExecuteAsync("ACL", ["SETUSER", "lessons", "on", "nopass", .. RedisRights.Open.Where(right => right != missing)]);

        await using var redis = Open($"redis://lessons:any@127.0.0.1:{server.Port}");

        var all = UseAllAsync(redis);
        if (missing == "none")
            await all;
        else
            await Assert.ThrowsAsync<StoreException>(() => all);
    }

    [RedisServerFact]
    public async Task A_missing_database_throws_and_database_0_is_not_used()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var redis = Open($"redis://127.0.0.1:{server.Port}/99");

        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<StoreException>(() => new RedisSessionStore(redis).CreateAsync("id", "u", TimeSpan.FromHours(1), CancellationToken.None));

        await using var admin = await server.ConnectAsync();
        Assert.False(await admin.GetDatabase().KeyExistsAsync("session:id"));
    }

    [Fact]
    public void A_database_number_with_REDIS_CLUSTER_throws_without_the_secret()
    {
        Assert.True(RedisUrl.TryParse("redis://:s3cret@h/1", out var url, out _));

        var exception = Assert.Throws<SettingsException>(() => RedisConnection.Open(new(url) { IsCluster = true }, Instruments.Redis, _logging.CreateLogger("test")));

        Assert.StartsWith("REDIS_CLUSTER ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_without_a_server_throws_StoreException_within_20_s()
    {
        using var closed = new ClosedPort();
        await using var redis = Open($"redis://127.0.0.1:{closed.Number}");
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<StoreException>(() => new RedisSessionStore(redis).FindUserAsync("id", CancellationToken.None));

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20); // the budget is 1 s, and the test allows 20 s for a busy machine
    }

    [Fact]
    public async Task A_running_command_throws_when_its_connection_is_disposed()
    {
        using var folder = new TempFolder();
        using var server = EmbeddedRedisServer.Start(folder.Path, hasPassword: false);
        using var proxy = TcpProxy.Start(server.Port);
        var redis = Open(proxy.Url, TimeSpan.FromSeconds(60));
        await redis.PingAsync(CancellationToken.None);
        proxy.Hold();
        var clock = Stopwatch.StartNew();
        var underWay = redis.PingAsync(CancellationToken.None);

        await redis.DisposeAsync();

        await Assert.ThrowsAsync<StoreException>(() => underWay);
        var exception = await Assert.ThrowsAsync<StoreException>(() => redis.PingAsync(CancellationToken.None));
        Assert.Equal("This process has closed its connection to Redis.", exception.Reason);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 25); // less than half of the budget of 60 s, even on a busy machine
        proxy.Release();
    }

    private static async Task UseAllAsync(RedisConnection redis)
    {
        await redis.PingAsync(CancellationToken.None);
        await new RedisSessionStore(redis).CreateAsync("id", "u", TimeSpan.FromHours(1), CancellationToken.None);
        await new RedisSessionStore(redis).FindUserAsync("id", CancellationToken.None);
        await new RedisProgressStore(redis).MarkCompleteAsync("u", "a", "1", CancellationToken.None);
        await new RedisProgressStore(redis).GetCompletedAsync("u", CancellationToken.None);
        await new RedisProgressStore(redis).UndoCompleteAsync("u", "a", CancellationToken.None);
        await new RedisSessionStore(redis).DeleteAsync("id", CancellationToken.None);
    }

    private RedisConnection Open(string text, TimeSpan? timeout = null)
    {
        Assert.True(RedisUrl.TryParse(text, out var url, out var error), error);
        return RedisConnection.Open(new(url) { Timeout = timeout ?? TimeSpan.FromSeconds(1) }, Instruments.Redis, _logging.CreateLogger("test"));
    }
}
