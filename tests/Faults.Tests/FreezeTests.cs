using System.Diagnostics;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Faults;

/// <summary>
/// The service's process is frozen, as on platforms that freeze a process between requests. Meanwhile its connection to Redis is closed or
/// dropped. In the last test the process is not frozen.
/// </summary>
public sealed class FreezeTests
{
    private const int Freezes = 100;

    // Requests that are sent later than this after the fault must return 200. REDIS_TIMEOUT_MS is 1 s.
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);

    [RedisServerTheory, EveryFaultHost]
    public async Task A_connection_closed_during_a_freeze_costs_less_than_500_ms(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var admin = await redis.ConnectAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);
        var (student, worker) = (await Student.LoginAsync(service, "u"), new ServiceProcess(host, service)); // On Lambda the login starts the process.

        var plain = await RepeatAsync(Freezes, worker, student, () => Task.CompletedTask);
        var closed = await RepeatAsync(Freezes, worker, student, () => CloseConnectionAsync(admin));

        Assert.All(closed, exchange => Assert.Equal(200, exchange.Status));
        var (without, with) = (FaultReport.Median(plain), FaultReport.Median(closed));
        Assert.InRange(with - without, TimeSpan.MinValue, TimeSpan.FromMilliseconds(500)); // The Redis library alone would retry after a second.
        await FaultReport.WriteAsync("frozen, connection closed", host, student, redis, $"{Freezes} of {Freezes} freezes answered 200; median {FaultReport.Milliseconds(with)} ms; {FaultReport.Milliseconds(without)} ms with an open connection");
    }

    [RedisServerFact]
    public Task A_mark_after_a_minute_frozen_with_a_closed_connection_returns_200() => Task.WhenAll(Hosts.OnePerPlatform.Select(async host =>
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var admin = await redis.ConnectAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);
        var (student, worker) = (await Student.LoginAsync(service, "u"), new ServiceProcess(host, service)); // On Lambda the login starts the process.

        var answer = Assert.Single(await RepeatAsync(1, worker, student, async () =>
        {
            await CloseConnectionAsync(admin);
            await Task.Delay(TimeSpan.FromMinutes(1)); // The process stays frozen for this minute.
        }));

        Assert.Equal(200, answer.Status);
        await FaultReport.WriteAsync("frozen for a minute, connection closed", host, student, redis, "answered 200");
    }));

    [RedisServerTheory, EveryFaultHost]
    public async Task The_second_mark_after_a_silent_drop_during_a_freeze_returns_200(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var proxy = TcpProxy.Start(redis.Port);
        await using var service = await Hosts.StartAsync(host, proxy.Url);
        var (student, worker) = (await Student.LoginAsync(service, "u"), new ServiceProcess(host, service)); // On Lambda the login starts the process.

        for (var i = 0; i < 5; i++)
        {
            var first = Assert.Single(await RepeatAsync(1, worker, student, () =>
            {
                proxy.Silence();
                return Task.CompletedTask;
            }));
            Assert.InRange(first.Elapsed.TotalSeconds, 0, 10);
            Assert.Equal(200, (await student.MarkAsync()).Status);
        }

        var saved = student.Exchanges.Count(exchange => exchange.Status == 200) - 5;
        await FaultReport.WriteAsync("frozen, connection dropped silently", host, student, redis, $"{saved} of 5 freezes and every next request answered 200");
    }

    [RedisServerTheory, EveryFaultHost]
    public async Task A_connection_that_goes_silent_under_traffic_is_replaced_within_5_s(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var proxy = TcpProxy.Start(redis.Port);
        await using var service = await Hosts.StartAsync(host, proxy.Url);
        var student = await Student.LoginAsync(service, "u");
        using var stop = new CancellationTokenSource();
        var marking = student.MarkUntilAsync(stop.Token);

        await student.WaitUntilAsync("traffic flows", () => student.Exchanges.Count > 100);
        proxy.Silence();
        var silent = Stopwatch.GetTimestamp();
        await student.WaitUntilAsync("traffic flows again", () => student.Exchanges.Count(exchange => exchange.SentAfter(silent) > Recovery) > 100);
        await stop.CancelAsync();
        await marking;

        Assert.All(student.Exchanges, exchange => Assert.InRange(exchange.Elapsed.TotalSeconds, 0, 10));
        Assert.All(student.Exchanges.Where(exchange => exchange.SentAfter(silent) > Recovery), exchange => Assert.Equal(200, exchange.Status));
        await FaultReport.WriteAsync("silent under traffic", host, student, redis, "4 requests at once");
    }

    // Freezes the process, calls "meanwhile", and sends a mark. The process continues after the mark was sent.
    private static async Task<List<Exchange>> RepeatAsync(int times, ServiceProcess worker, Student student, Func<Task> meanwhile)
    {
        var exchanges = new List<Exchange>();
        while (exchanges.Count < times)
        {
            await worker.FreezeAsync();
            await meanwhile();
            exchanges.Add(await student.MarkAsync(worker.Thaw));
        }

        return exchanges;
    }

    // Closes at least one connection of the service. There are two if the process was frozen after it opened a new connection and before it
    // closed the old connection.
    private static async Task CloseConnectionAsync(ConnectionMultiplexer admin) =>
        Assert.NotEqual(0, (int)await admin.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
}
