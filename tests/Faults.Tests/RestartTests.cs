using System.Diagnostics;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>redis-server is killed and started again under load. This server writes each command to disk before its response.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);

    [RedisServerTheory, EveryFaultHost]
    public async Task A_restart_of_Redis_loses_no_acknowledged_mark(string host)
    {
        await using var redis = await RedisProcess.StartDurableAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);
        var student = await Student.LoginAsync(service, "u");
        using var stop = new CancellationTokenSource();
        var marking = student.MarkUntilAsync(stop.Token);

        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 3; i++)
        {
            var recovery = await RestartAsync(redis, student);
            slowest = recovery > slowest ? recovery : slowest;
        }

        await stop.CancelAsync();
        await marking;
        await FaultReport.WriteAsync("Redis killed and restarted under load", host, student, redis, $"3 times, 4 requests at once; last 500 at {FaultReport.Milliseconds(slowest)} ms after the restart");
    }

    // Returns the time from the restart of Redis to the end of the last failed request, or zero if no request failed after the restart.
    private static async Task<TimeSpan> RestartAsync(RedisProcess redis, Student student)
    {
        var before = student.Exchanges.Count;
        await student.WaitUntilAsync("lessons are marked", () => student.Exchanges.Count > before + 100);
        await redis.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        await student.WaitUntilAsync("a request fails", () => student.Exchanges.Any(exchange => exchange.SentAfter(killed) > TimeSpan.Zero && exchange.Status == 500));

        await redis.RestartAsync();
        var back = Stopwatch.GetTimestamp();
        await student.WaitUntilAsync("lessons are marked again", () => student.Exchanges.Count(exchange => exchange.SentAfter(back) > Recovery) > 100);

        var errors = student.Exchanges.Where(exchange => exchange.SentAfter(killed) > TimeSpan.Zero && exchange.Status == 500).ToList();
        Assert.All(errors, exchange => Assert.InRange(exchange.SentAfter(back), TimeSpan.MinValue, Recovery));
        var last = errors.Max(exchange => exchange.SentAfter(back) + exchange.Elapsed);
        return last > TimeSpan.Zero ? last : TimeSpan.Zero;
    }
}
