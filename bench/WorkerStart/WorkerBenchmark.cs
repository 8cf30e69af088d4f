using System.Diagnostics;
using Lessons.ColdStart;
using Portable.AzureFunctions.Protocol;

namespace Lessons.WorkerStart;

/// <summary>Starts floor and workers in turn, again and again, so that a busy moment of the machine meets both.</summary>
internal sealed class WorkerBenchmark(WorkerOptions options, LoopbackFunctionsHost host) : IDisposable
{
    private const int LessonCount = 10;
    private const int InFlight = 16;
    private const int Rounds = 5;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(5);

    private readonly LoopbackRuntimeApi _runtimeApi = new();
    private BootstrapProcess? _process;

    public Measurements Floor { get; private set; } = new();

    public void Dispose()
    {
        _process?.Dispose();
        _runtimeApi.Dispose();
    }

    /// <summary>Ends the process that runs; for a signal's handler.</summary>
    public void Abort() => _process?.Kill();

    public async Task RunAsync()
    {
        for (var spawn = 0; spawn <= options.Spawns; spawn++)
        {
            StartFloor();
            foreach (var worker in options.Workers)
                await StartWorkerAsync(worker, (_, _) => Task.CompletedTask);
            if (spawn > 0)
                continue;
            Floor = new(); // not counted: it reads the executables into the page cache and compiles this program
            foreach (var worker in options.Workers)
                worker.Measurements = new();
        }

        foreach (var worker in options.Workers)
            await StartWorkerAsync(worker, MeasureAsync);
    }

    private void StartFloor()
    {
        var candidate = new Candidate("floor", options.Floor, options.Redis, IsService: false);
        GC.Collect(); // here, and not while the time is taken
        var begin = Stopwatch.GetTimestamp();
        using (_process = new(candidate.Path, candidate.Environment(_runtimeApi.Address)))
        {
            _runtimeApi.WaitForPoll();
            var firstSign = Stopwatch.GetElapsedTime(begin);
            _runtimeApi.Invoke(BenchmarkEvent.Create("GET", "/login", "userId=bench"));
            Keep(Floor, firstSign, Stopwatch.GetElapsedTime(begin));
        }

        _runtimeApi.Reset();
    }

    private async Task StartWorkerAsync(WorkerCandidate worker, Func<WorkerStream, Measurements, Task> useAsync)
    {
        var candidate = new Candidate(worker.Name, worker.Program, options.Redis);
        var login = WorkerRequests.Create("GET", "/login?userId=bench");
        string[] arguments = [.. worker.Arguments, .. host.Arguments()];
        GC.Collect();
        var begin = Stopwatch.GetTimestamp();
        using (_process = new(candidate.Path, [.. worker.Environment, .. candidate.Environment("none")], arguments))
        {
            using var stream = await host.AcceptAsync();
            var firstSign = Stopwatch.GetElapsedTime(begin);
            await stream.OpenAsync();
            var answer = await stream.InvokeAsync(login);
            Keep(worker.Measurements, firstSign, Stopwatch.GetElapsedTime(begin));
            if (answer is not { StatusCode: "307", Cookies.Count: 1 })
                throw new BenchmarkException($"The worker answered {answer}");
            await useAsync(stream, worker.Measurements);
        }
    }

    // The first sign is the floor's first poll, and the worker's StartStream.
    private void Keep(Measurements result, TimeSpan firstSign, TimeSpan firstAnswer)
    {
        result.Add("firstSignMs", firstSign.TotalMilliseconds);
        result.Add("firstAnswerMs", firstAnswer.TotalMilliseconds);
        result.Add("coldMemoryMiB", _process!.PeakMemoryMebibytes);
    }

    private async Task MeasureAsync(WorkerStream stream, Measurements result)
    {
        var cookie = (await stream.InvokeAsync(WorkerRequests.Create("GET", "/login?userId=bench"))).Cookies.Single();
        var session = $"{cookie.Name}={cookie.Value}";
        for (var lesson = 1; lesson <= LessonCount; lesson++)
            await stream.InvokeAsync(WorkerRequests.Create("POST", $"/lessons/lesson-{lesson}/mark-complete", session));
        var listing = WorkerRequests.Create("GET", "/lessons/completed", session);
        var body = (await stream.InvokeAsync(listing)).Body.Bytes.ToStringUtf8();
        if (Enumerable.Range(1, LessonCount).Any(lesson => !body.Contains($"lesson-{lesson}\"", StringComparison.Ordinal)))
            throw new BenchmarkException($"The worker does not list the ten lessons: {body}");

        await RoundAsync(stream, listing); // not counted
        for (var round = 0; round < Rounds; round++)
        {
            var before = _process!.CpuTime;
            var (answers, elapsed) = await RoundAsync(stream, listing);
            result.Add("invocationsPerSecond", answers / elapsed.TotalSeconds);
            result.Add("cpuMicroseconds", (_process.CpuTime - before).TotalMicroseconds / answers);
        }

        result.Add("peakMemoryMiB", _process!.PeakMemoryMebibytes);
    }

    private static async Task<(int Answers, TimeSpan Elapsed)> RoundAsync(WorkerStream stream, RpcHttp listing)
    {
        var (answers, open, clock) = (0, 0, Stopwatch.StartNew());
        for (; open < InFlight; open++)
            await stream.SendAsync(listing);
        for (; open > 0; open--)
        {
            if ((await stream.AnswerAsync()).StatusCode != "200")
                throw new BenchmarkException("The worker failed under load.");
            answers++;
            if (clock.Elapsed > RoundTime)
                continue;
            await stream.SendAsync(listing);
            open++;
        }

        return (answers, clock.Elapsed);
    }
}
