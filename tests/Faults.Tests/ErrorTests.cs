using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>Redis responds with an error.</summary>
public sealed class ErrorTests
{
    // The time-out suits a busy machine. These tests do not measure time.
    private static readonly (string, string) Patient = ("REDIS_TIMEOUT_MS", "10000");

    // These are the texts of redis-server 7.0. The last text is changed: an error may contain the arguments of the command.
    private static readonly string[] Lasting =
    [
        "OOM command not allowed when used memory > 'maxmemory'.",
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "NOPERM this user has no permissions to run the 'hset' command",
        "ERR unknown command 'HSET', with args beginning with: 'lessons:s3cret-user'",
    ];

    // A new connection to the same address may reach a server that can run the command.
    private static readonly string[] Passing =
    [
        "LOADING Redis is loading the dataset in memory",
        "READONLY You can't write against a read only replica.",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "NOAUTH Authentication required.",
    ];

    [Theory, EveryFaultHost]
    public async Task A_temporary_error_is_retried_once_and_then_causes_500(string host)
    {
        using var redis = new ScriptedRedis();
        await using var service = await Hosts.StartAsync(host, redis.Url, Patient);
        var student = await Student.LoginAsync(service, "s3cret-user");

        foreach (var error in Passing)
        {
            redis.Script(error, times: 1);
            Assert.Equal((error, 200, 2), (error, (await student.MarkAsync()).Status, redis.Marks));

            redis.Script(error, times: 10);
            Assert.Equal((error, 500), (error, (await student.MarkAsync()).Status));
            Assert.InRange(redis.Marks, 1, 2);
            await IsLoggedAsync(service, error);

            redis.Script(error, times: 0);
            Assert.Equal((error, 200), (error, (await student.MarkAsync()).Status));
        }

        KeepsSecrets(service);
        FaultReport.Write("LOADING, READONLY, MASTERDOWN, NOAUTH", host, student, redis.Marked, "one error, and repeated errors; one retry");
    }

    [Theory, EveryFaultHost]
    public async Task A_permanent_error_causes_500_without_a_retry(string host)
    {
        using var redis = new ScriptedRedis();
        await using var service = await Hosts.StartAsync(host, redis.Url, Patient);
        var student = await Student.LoginAsync(service, "s3cret-user");

        foreach (var error in Lasting)
        {
            redis.Script(error, times: 1);
            Assert.Equal((error, 500, 1), (error, (await student.MarkAsync()).Status, redis.Marks));
            await IsLoggedAsync(service, error);
            Assert.Equal((error, 200), (error, (await student.MarkAsync()).Status));
        }

        KeepsSecrets(service);
        FaultReport.Write("OOM, WRONGTYPE, NOPERM, ERR", host, student, redis.Marked, "no retry");
    }

    // A MOVED to the same server makes the client open a new connection. The client does not follow a MOVED to another server.
    [Theory, EveryFaultHost]
    public async Task A_MOVED_error_without_REDIS_CLUSTER_causes_500_and_no_endless_loop(string host)
    {
        using var redis = new ScriptedRedis();
        await using var service = await Hosts.StartAsync(host, redis.Url, Patient);
        var student = await Student.LoginAsync(service, "s3cret-user");

        foreach (var port in new[] { redis.Port, 1 })
        {
            redis.Script($"MOVED 5 127.0.0.1:{port}", times: 10);
            Assert.Equal(500, (await student.MarkAsync()).Status);
            Assert.InRange(redis.Marks, 1, 4);
            Assert.Contains("HSET lessons failed: MOVED", await service.Process.WaitForLineAsync("HSET lessons failed"), StringComparison.Ordinal);

            redis.Script("", times: 0);
            await student.RecoversAsync();
        }

        KeepsSecrets(service);
        FaultReport.Write("MOVED, without REDIS_CLUSTER", host, student, redis.Marked, "to the same server, and to another server");
    }

    // The first word of an error is its code.
    private static async Task IsLoggedAsync(Service service, string error)
    {
        var line = await service.Process.WaitForLineAsync("HSET lessons failed");
        Assert.Contains(error.Split(' ')[0], line, StringComparison.Ordinal);
    }

    private static void KeepsSecrets(Service service)
    {
        Assert.DoesNotContain("s3cret-user", service.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("redis://", service.Process.Output, StringComparison.Ordinal);
    }
}
