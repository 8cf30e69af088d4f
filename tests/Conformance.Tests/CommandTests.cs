using System.Text.RegularExpressions;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

/// <summary>Records with a proxy which commands the service sends to Redis. Each command costs money, so no request may send more.</summary>
public sealed partial class CommandTests
{
    [RedisServerTheory, EveryHost]
    public async Task Each_endpoint_sends_exactly_the_commands_of_the_contract(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var proxy = CommandProxy.Start(redis.Port);
        await using var service = await StartAsync(host, proxy);

        var cookie = await service.LoginAsync("lambros");
        var id = cookie.Split('=')[1];
        await service.SendAsync("GET /lessons/completed", [cookie]);
        var marked = await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);
        await service.SendAsync("DELETE /lessons/123/mark-complete", [cookie]);
        await service.SendAsync("GET /lessons", [cookie]);
        await service.SendAsync("GET /session", [cookie]);
        var time = TimePattern().Match(marked.Body).Value;

        await service.SendAsync("GET /health");

        // These requests send no command to Redis.
        await service.SendAsync("GET /login");
        await service.SendAsync("POST /login?userId=%00");
        await service.SendAsync("GET /lessons/completed");
        await service.SendAsync("GET /lessons/completed", [$"Cookie: {Some.CookieName}=not-an-id"]);
        await service.SendAsync("OPTIONS /login");
        await service.SendAsync("GET /session");
        await service.SendAsync("GET /nope");
        await service.SendAsync("POST /lessons/123/mark-complete", [cookie, "Sec-Fetch-Site: cross-site"]);

        // The first request only looks up the session, because its slug is refused. The second and the third request have two session ids.
        await service.SendAsync("POST /lessons/%2F/mark-complete", [cookie]);
        await service.SendAsync("GET /lessons/completed", [$"Cookie: {Some.CookieName}={Some.UnknownSession}; {cookie[8..]}"]);
        await service.SendAsync("POST /logout", [$"Cookie: {Some.CookieName}={Some.UnknownSession}; {cookie[8..]}"]);

        Assert.Equal(
            [
                "HELLO 3",
                "ECHO …",
                $"SETEX session:{id} 3600 lambros",
                $"GET session:{id}",
                "HGETALL lessons:lambros",
                $"GET session:{id}",
                $"HSET lessons:lambros 123 {time}",
                $"GET session:{id}",
                "HDEL lessons:lambros 123",
                $"GET session:{id}",
                "HGETALL lessons:lambros",
                $"GET session:{id}",
                "PING",
                $"GET session:{id}",
                $"GET session:{Some.UnknownSession}",
                $"GET session:{id}",
                "HGETALL lessons:lambros",
                $"DEL session:{Some.UnknownSession}",
                $"DEL session:{id}",
            ],
            Commands(proxy));
    }

    [RedisServerTheory, EveryHost]
    public async Task Requests_in_mode_password_send_only_commands_of_Redis_6_0(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var proxy = CommandProxy.Start(redis.Port);
        await using var service = await StartAsync(host, proxy, ("LOGIN_MODE", "password"), ("SESSION_IDLE_TTL", "600"), ("MAX_SESSIONS", "1"));

        var first = Account.Cookie(await service.RegisterAsync("lambros"));
        Assert.Equal(200, (await service.SendAsync("POST /lessons/123/mark-complete", [first])).Status);
        var second = Account.Cookie(await service.LogInAsync("lambros"));
        var third = Account.Cookie(await service.ChangePasswordAsync(second, Some.Password, "a new password"));
        Answer.IsForbidden(await service.SendAsync("GET /lessons", [second]));
        Assert.Equal(204, (await service.SendAsync("POST /logout", [third])).Status);
        var fourth = Account.Cookie(await service.LogInAsync("lambros", "a new password"));
        Assert.Equal(204, (await service.SendAsync("POST /logout-everywhere", [fourth])).Status);
        Answer.IsForbidden(await service.SendAsync("GET /lessons", [fourth]));

        var words = Commands(proxy).Select(command => command.Split(' ')).ToList();
        Assert.Empty(words.Select(command => command[0]).Except(
            ["HELLO", "ECHO", "EXISTS", "INCR", "INCRBY", "DECR", "DECRBY", "PTTL", "EXPIRE", "HSETNX", "HGETALL", "HDEL", "HLEN", "HSET", "SETEX", "GET", "DEL", "ZADD", "ZRANGE", "ZREM", "ZRANGEBYSCORE"],
            StringComparer.Ordinal));
        Assert.All(words.Where(command => command[0] is "EXPIRE"), command => Assert.Equal(3, command.Length)); // NX and GT need Redis 7.0.
        Assert.All(words.Where(command => command[0] is "ZADD"), command => Assert.Equal(4, command.Length)); // GT needs Redis 6.2.
        Assert.DoesNotContain(words.Where(command => command[0] is "ZRANGE"), command => command.Contains("BYSCORE", StringComparer.Ordinal));
    }

    // docs/scale.md and docs/scale-inputs.md compute costs from these numbers.
    [RedisServerTheory, EveryHost]
    public async Task Each_endpoint_of_mode_password_sends_a_fixed_number_of_commands(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var proxy = CommandProxy.Start(redis.Port);
        await using var service = await StartAsync(host, proxy, ("LOGIN_MODE", "password"));
        await service.SendAsync("GET /health");
        string cookie = "", second = "";

        var counts = new[]
        {
            await CountAsync(async () => cookie = Account.Cookie(await service.RegisterAsync("lambros"))),
            await CountAsync(async () => second = Account.Cookie(await service.LogInAsync("lambros"))),
            await CountAsync(async () => second = Account.Cookie(await service.LogInAsync("lambros", Some.Password, second))),
            await CountAsync(() => service.LogInAsync("lambros", "a wrong password")),
            await CountAsync(() => service.SendAsync("GET /lessons/completed", [cookie])),
            await CountAsync(() => service.SendAsync("POST /lessons/123/mark-complete", [cookie])),
            await CountAsync(() => service.SendAsync("POST /logout", [cookie])),
            await CountAsync(() => service.From("127.0.0.9").LogInAsync("lambros")), // The account has no login from this address yet.
            await CountAsync(() => service.From("127.0.0.8").LogInAsync("lambros", "a wrong password")),
        };

        Assert.Equal([15, 16, 18, 4, 2, 3, 3, 21, 7], counts);

        async Task<int> CountAsync(Func<Task> requestAsync)
        {
            var before = proxy.Commands.Count;
            await requestAsync();
            return proxy.Commands.Count - before;
        }
    }

    // A round trip with only the EXPIRE of a new count is not counted: the password is hashed at the same time, so no response waits for
    // that EXPIRE.
    [RedisServerTheory, EveryHost]
    public async Task Registration_and_login_take_a_fixed_number_of_round_trips(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var proxy = CommandProxy.Start(redis.Port, TimeSpan.FromMilliseconds(150));
        await using var service = await StartAsync(host, proxy, ("LOGIN_MODE", "password"), ("MAX_SESSIONS", "3"));
        // These requests warm the server up. While a server compiles its code, the time between two commands of one round trip can exceed the
        // proxy's delay.
        await service.RegisterAsync("ada");
        await service.From("127.0.0.7").LogInAsync("ada");

        var counts = new[]
        {
            await CountAsync(() => service.RegisterAsync("lambros")),
            await CountAsync(() => service.LogInAsync("lambros")), // The account was registered from this address.
            await CountAsync(() => service.From("127.0.0.9").LogInAsync("lambros")), // The account has no login from this address yet.
            await CountAsync(() => service.LogInAsync("lambros")), // This login exceeds MAX_SESSIONS and ends the oldest session.
        };

        Assert.Equal([5, 5, 6, 7], counts);

        async Task<int> CountAsync(Func<Task> requestAsync)
        {
            var before = proxy.Trips.Count;
            await requestAsync();
            return proxy.Trips.Skip(before).Count(trip => trip.Any(command => !command.StartsWith("EXPIRE ", StringComparison.Ordinal)));
        }
    }

    [RedisServerTheory, EveryHost]
    public async Task A_password_and_a_database_add_AUTH_and_SELECT_to_the_handshake(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using (var admin = await redis.ConnectAsync())
            await admin.GetServers()[0].ExecuteAsync("ACL", "SETUSER", "lessons", "on", ">s3cret", "~*", "+@all");
        using var proxy = CommandProxy.Start(redis.Port);
        await using var service = await Hosts.StartAsync(host, $"redis://lessons:s3cret@127.0.0.1:{proxy.Port}/2", HostPool.Patient);

        await service.LoginAsync("lambros");

        Assert.Equal(["AUTH", "HELLO", "ECHO", "SELECT", "SETEX"], Commands(proxy).Select(command => command.Split(' ')[0]));
    }

    private static Task<RunningHost> StartAsync(string host, CommandProxy proxy, params (string, string)[] settings) =>
        Hosts.StartAsync(host, $"redis://127.0.0.1:{proxy.Port}", [HostPool.Patient, .. settings]);

    // Returns the commands without the random bytes of the handshake's ECHO. On a slow machine the library may find the connection already
    // open, and then sends a PING after the ECHO. This PING also belongs to the handshake and is removed.
    private static List<string> Commands(CommandProxy proxy)
    {
        var commands = proxy.Commands.ToList();
        var echo = commands.FindIndex(command => command.StartsWith("ECHO ", StringComparison.Ordinal));
        commands[echo] = "ECHO …";
        if (commands[echo + 1] == "PING")
            commands.RemoveAt(echo + 1);
        return commands;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimePattern();
}
