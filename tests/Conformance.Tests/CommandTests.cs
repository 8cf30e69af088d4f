using System.Text.RegularExpressions;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

/// <summary>Watches with MONITOR what reaches Redis: every command costs money, so there are no others.</summary>
public sealed partial class CommandTests
{
    [RedisServerTheory, EveryHost]
    public async Task Each_endpoint_sends_the_commands_of_the_contract_and_no_others(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var monitor = ChildProcess.Start("redis-cli", ["-p", redis.Url.Split(':')[^1], "monitor"]);
        await monitor.WaitForLineAsync("OK");
        await using var service = await Hosts.StartAsync(host, redis.Url, HostPool.Patient);

        var cookie = await service.LoginAsync("lambros");
        var id = cookie.Split('=')[1];
        await service.SendAsync("GET /lessons/completed", [cookie]);
        var marked = await service.SendAsync("POST /lessons/123/mark-complete", [cookie]);
        await service.SendAsync("DELETE /lessons/123/mark-complete", [cookie]);
        await service.SendAsync("GET /lessons", [cookie]);
        var time = TimePattern().Match(marked.Body).Value;

        await service.SendAsync("GET /health");

        // Nothing of these reaches Redis.
        await service.SendAsync("GET /login");
        await service.SendAsync("POST /login?userId=%00");
        await service.SendAsync("GET /lessons/completed");
        await service.SendAsync("GET /lessons/completed", [$"Cookie: {Some.CookieName}=not-an-id"]);
        await service.SendAsync("OPTIONS /login");
        await service.SendAsync("GET /nope");
        await service.SendAsync("POST /lessons/123/mark-complete", [cookie, "Sec-Fetch-Site: cross-site"]);

        // Only the session is asked for, and then the values are refused.
        await service.SendAsync("POST /lessons/%2F/mark-complete", [cookie]);
        await service.SendAsync("GET /lessons/completed", [$"Cookie: {Some.CookieName}={Some.UnknownSession}"]);
        await monitor.WaitForLineAsync(Some.UnknownSession);

        var commands = Commands(monitor);
        Assert.Equal(
            [
                "\"HELLO\" \"3\"",
                "\"ECHO\" …",
                $"\"SETEX\" \"session:{id}\" \"3600\" \"lambros\"",
                $"\"GET\" \"session:{id}\"",
                "\"HGETALL\" \"lessons:lambros\"",
                $"\"GET\" \"session:{id}\"",
                $"\"HSET\" \"lessons:lambros\" \"123\" \"{time}\"",
                $"\"GET\" \"session:{id}\"",
                "\"HDEL\" \"lessons:lambros\" \"123\"",
                $"\"GET\" \"session:{id}\"",
                "\"HGETALL\" \"lessons:lambros\"",
                "\"PING\"",
                $"\"GET\" \"session:{id}\"",
                $"\"GET\" \"session:{Some.UnknownSession}\"",
            ],
            commands);
    }

    [RedisServerTheory, EveryHost]
    public async Task A_password_and_a_database_add_AUTH_and_SELECT_to_the_handshake(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using (var admin = await redis.ConnectAsync())
            await admin.GetServers()[0].ExecuteAsync("ACL", "SETUSER", "lessons", "on", ">s3cret", "~*", "+@all");
        await using var monitor = ChildProcess.Start("redis-cli", ["-p", redis.Url.Split(':')[^1], "monitor"]);
        await monitor.WaitForLineAsync("OK");
        await using var service = await Hosts.StartAsync(host, redis.Url.Replace("//", "//lessons:s3cret@", StringComparison.Ordinal) + "/2", HostPool.Patient);

        await service.LoginAsync("lambros");
        await monitor.WaitForLineAsync("lambros");

        var commands = Commands(monitor).Select(command => command.Split('"')[1]);
        Assert.Equal(["AUTH", "HELLO", "ECHO", "SELECT", "SETEX"], commands);
    }

    // The ECHO of the handshake carries random bytes. A PING follows it where the library finds the connection already
    // up when it looks (on a slow machine): it is the handshake's too.
    private static List<string> Commands(ChildProcess monitor)
    {
        var commands = monitor.Output.Split('\n').Where(line => line.Contains('"', StringComparison.Ordinal)).Select(line => line[line.IndexOf('"', StringComparison.Ordinal)..]).ToList();
        var echo = commands.FindIndex(command => command.StartsWith("\"ECHO\"", StringComparison.Ordinal));
        commands[echo] = "\"ECHO\" …";
        if (commands[echo + 1] == "\"PING\"")
            commands.RemoveAt(echo + 1);
        return commands;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimePattern();
}
