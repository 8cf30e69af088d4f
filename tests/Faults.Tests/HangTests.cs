using System.Diagnostics;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>Redis hangs: its connections stay open, and Redis sends nothing.</summary>
public sealed class HangTests
{
    private const int PerSecond = 200;
    private const int AtOnce = 20; // The largest number of requests in a step of Rate. LoadAsync reads the memory after each step.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    [RedisServerFact]
    public Task Requests_return_500_in_time_with_stable_memory_while_Redis_hangs() => Task.WhenAll(Hosts.OnePerPlatform.Select(async host =>
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);
        var (student, worker) = (await Student.LoginAsync(service, "u"), new ServiceProcess(host, service)); // lambda-local starts the bootstrap, which ServiceProcess looks for, at the first request.
        redis.Freeze();

        // Lambda sends one request at a time to an instance.
        var isSerial = host.StartsWith("lambda", StringComparison.Ordinal);
        var (early, late) = isSerial ? await LoadAsync(worker, () => student.MarkAsync()) : await LoadAsync(worker, Rate(student));

        Assert.All(student.Exchanges, exchange => Assert.Equal(500, exchange.Status));
        Assert.All(student.Exchanges, exchange => Assert.InRange(exchange.Elapsed.TotalSeconds, 0, 10)); // REDIS_TIMEOUT_MS is 1 s. A busy machine may need longer.
        Assert.InRange(late.Megabytes, 0, early.Megabytes + 40);
        Assert.InRange(late.Threads, 0, early.Threads + 20);
        redis.Thaw();
        var back = Stopwatch.GetTimestamp();
        await student.RecoversAsync();
        var recovery = Stopwatch.GetElapsedTime(back);
        await FaultReport.WriteAsync("Redis hangs for 30 s", host, student, redis, $"{(isSerial ? "one at a time" : $"{PerSecond}/s")}; memory {early.Megabytes} to {late.Megabytes} MiB, threads {early.Threads} to {late.Threads}; recovered after {FaultReport.Milliseconds(recovery)} ms");
    }));

    [RedisServerTheory, EveryFaultHost]
    public async Task Health_returns_503_within_10_s_while_Redis_hangs(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);
        await Eventually.HoldsAsync("GET /health returns 200", async () => (await service.SendAsync("GET /health")).Status == 200);
        redis.Freeze();

        var clock = Stopwatch.StartNew();
        var answer = await service.SendAsync("GET /health");

        Assert.Equal((503, """{"Status":"unavailable"}"""), (answer.Status, answer.Body.TrimEnd('\n')));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10); // REDIS_TIMEOUT_MS is 1 s.
    }

    // Two hosts use the same Redis. The host with the default REDIS_TIMEOUT_MS of 1 s returns 500 while the second host still waits.
    [RedisServerTheory, EveryFaultHost]
    public async Task REDIS_TIMEOUT_MS_sets_how_long_a_request_waits_for_Redis(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);
        await using var patientService = await Hosts.StartAsync(host, redis.Url, ("REDIS_TIMEOUT_MS", "30000"));
        var (student, patient) = (await Student.LoginAsync(service, "u"), await Student.LoginAsync(patientService, "v"));
        redis.Freeze();

        var waiting = patient.MarkAsync();
        Assert.Equal(500, (await student.MarkAsync()).Status);
        Assert.False(waiting.IsCompleted);
        redis.Thaw();

        Assert.Equal(200, (await waiting).Status);
    }

    // Returns a step that sends the requests that are due, at 200 a second, and does not wait for earlier responses. The last step waits for
    // all responses.
    private static Func<Task> Rate(Student student)
    {
        var start = Stopwatch.GetTimestamp();
        var pending = new List<Task>();
        return async () =>
        {
            for (var i = 0; i < AtOnce && pending.Count < Stopwatch.GetElapsedTime(start).TotalSeconds * PerSecond; i++)
                pending.Add(student.MarkAsync());
            await Task.Delay(5);
            if (Stopwatch.GetElapsedTime(start) >= Length)
                await Task.WhenAll(pending);
        };
    }

    // Repeats the step. Returns the largest memory in MiB and the largest number of threads in the first half of the time after the warm-up,
    // and in the second half.
    private static async Task<((int Megabytes, int Threads) Early, (int Megabytes, int Threads) Late)> LoadAsync(ServiceProcess worker, Func<Task> step)
    {
        (int Megabytes, int Threads) early = default, late = default;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < Length)
        {
            await step();
            ref var most = ref (elapsed - WarmUp < (Length - WarmUp) / 2 ? ref early : ref late);
            if (elapsed > WarmUp)
                most = (Math.Max(most.Megabytes, worker.MemoryMegabytes), Math.Max(most.Threads, worker.ThreadCount));
        }

        return (early, late);
    }
}
