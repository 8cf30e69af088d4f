using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>Redis responds to a command with an error.</summary>
public sealed class ErrorTests
{
    // A time-out of 10 s for Redis suits a busy machine. These tests do not measure time.
    private static readonly (string, string) Patient = ("REDIS_TIMEOUT_MS", "10000");

    // The service does not retry a command after these errors. The texts are those of redis-server 7.0. In the last text the arguments of the
    // command are changed, so that the test can check that the log does not contain them.
    private static readonly string[] Lasting =
    [
        "OOM command not allowed when used memory > 'maxmemory'.",
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "NOPERM this user has no permissions to run the 'hset' command",
        "ERR unknown command 'HSET', with args beginning with: 'lessons:s3cret-user'",
    ];

    // After these errors the service retries the command on a new connection, which may reach a server that can run the command.
    private static readonly string[] Passing =
    [
        "LOADING Redis is loading the dataset in memory",
        "READONLY You can't write against a read only replica.",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "NOAUTH Authentication required.",
    ];

    [Theory, EveryFaultHost]
    public async Task A_temporary_error_is_retried_once_and_a_lasting_one_returns_500(string host)
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
    public async Task A_permanent_error_returns_500_without_a_retry(string host)
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

    // After a MOVED to the same server, the Redis library opens a new connection. It does not follow a MOVED to another server.
    [Theory, EveryFaultHost]
    public async Task A_MOVED_error_without_REDIS_CLUSTER_returns_500_after_at_most_4_tries(string host)
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

    // Checks that the log line contains the error's code, which is its first word.
    private static async Task IsLoggedAsync(RunningHost service, string error)
    {
        var line = await service.Process.WaitForLineAsync("HSET lessons failed");
        Assert.Contains(error.Split(' ')[0], line, StringComparison.Ordinal);
    }

    private static void KeepsSecrets(RunningHost service)
    {
        Assert.DoesNotContain("s3cret-user", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("redis://", service.Output, StringComparison.Ordinal);
    }
}
