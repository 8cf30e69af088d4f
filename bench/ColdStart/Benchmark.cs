using System.Diagnostics;

namespace Lessons.ColdStart;

/// <summary>Starts each candidate in turn, again and again, so that a busy moment of the machine meets all of them.</summary>
internal sealed class Benchmark(ColdStartOptions options) : IDisposable
{
    private const string Credentials = "userId=bench&password=correct%20horse%20battery";
    private const int LessonCount = 10;
    private const int WarmSpawns = 5;
    private const int WarmCalls = 500;
    private const int CpuCalls = 2000; // CPU time comes in steps of 10 ms

    private static readonly byte[] Login = BenchmarkEvent.Create("GET", "/login", "userId=bench");
    private static readonly byte[] Registration = BenchmarkEvent.Create("POST", "/register", body: Credentials);
    private static readonly byte[] PasswordLogin = BenchmarkEvent.Create("POST", "/login", body: Credentials);

    private readonly LoopbackRuntimeApi _api = new();
    private BootstrapProcess? _process;

    public void Dispose()
    {
        _process?.Dispose();
        _api.Dispose();
    }

    /// <summary>Ends the bootstrap that runs; for a signal's handler.</summary>
    public void Abort() => _process?.Kill();

    public IEnumerable<(string Candidate, Measurements Measurements)> Run()
    {
        // The first round is not counted: it reads the executables into the page cache, compiles this program and makes the account.
        Round([.. options.Candidates.Select(_ => new Measurements())], isFirst: true, isWarm: true);
        var results = options.Candidates.Select(_ => new Measurements()).ToList();
        for (var spawn = 0; spawn < options.Spawns; spawn++)
            Round(results, isFirst: false, isWarm: spawn >= options.Spawns - WarmSpawns);
        return options.Candidates.Select(candidate => candidate.Name).Zip(results);
    }

    private void Round(List<Measurements> results, bool isFirst, bool isWarm)
    {
        var cookie = "";
        foreach (var (candidate, result) in options.Candidates.Zip(results))
        {
            var environment = candidate.Environment(_api.Address);
            GC.Collect(); // here, and not while the time is taken
            var begin = Stopwatch.GetTimestamp();
            using (_process = new(candidate.Path, environment))
            {
                _api.WaitForPoll();
                var firstPoll = Stopwatch.GetElapsedTime(begin);
                var (firstInvocation, answer) = _api.Invoke(candidate.FirstRequest switch
                {
                    FirstRequest.Listing => Listing(cookie),
                    FirstRequest.PasswordLogin => isFirst ? Registration : PasswordLogin,
                    _ => Login,
                });
                var firstAnswer = Stopwatch.GetElapsedTime(begin);
                _api.WaitForPoll(); // the first invocation ends here, and so does its memory
                result.Add("coldMemoryMiB", _process.PeakMemoryMebibytes);
                result.Add("firstPollMs", firstPoll.TotalMilliseconds);
                result.Add("firstInvocationMs", firstInvocation.TotalMilliseconds);
                result.Add("firstAnswerMs", firstAnswer.TotalMilliseconds);

                if (candidate.FirstRequest == FirstRequest.Listing)
                    _ = Require(answer, status => status == 200);
                else
                    cookie = candidate.IsService ? Require(answer, status => status is >= 200 and < 400).Cookie : "session=none";
                if (isWarm)
                    MeasureWarm(candidate, cookie, _process, result);
            }

            _process = null;
            _api.Reset();
        }
    }

    private void MeasureWarm(Candidate candidate, string cookie, BootstrapProcess process, Measurements result)
    {
        for (var lesson = 1; lesson <= LessonCount; lesson++)
        {
            var (_, answer) = Call(BenchmarkEvent.Create("POST", $"/lessons/lesson-{lesson}/mark-complete", cookie: cookie));
            _ = Require(answer, status => status is >= 200 and < 300);
        }

        var listing = Listing(cookie);
        var body = Require(Call(listing).Answer, status => status == 200).Body;
        if (candidate.IsService && Enumerable.Range(1, LessonCount).Any(lesson => !body.Contains($"lesson-{lesson}\"", StringComparison.Ordinal)))
            throw new BenchmarkException($"{candidate.Path} does not list the ten lessons: {body}");

        var calls = Enumerable.Range(0, WarmCalls).Select(_ => Call(listing).Elapsed.TotalMilliseconds).ToList();
        result.Add("warmMs", calls);
        result.Add("warmP50Ms", Statistics.Quantile(calls, 0.5));
        result.Add("warmP99Ms", Statistics.Quantile(calls, 0.99));
        result.Add("warmMemoryMiB", process.PeakMemoryMebibytes);

        var before = process.CpuTime;
        for (var call = 0; call < CpuCalls; call++)
            Call(listing);
        result.Add("warmCpuMicroseconds", (process.CpuTime - before).TotalMicroseconds / CpuCalls);
    }

    private static byte[] Listing(string cookie) => BenchmarkEvent.Create("GET", "/lessons/completed", cookie: cookie);

    private (TimeSpan Elapsed, byte[] Answer) Call(byte[] payload)
    {
        var invocation = _api.Invoke(payload);
        _api.WaitForPoll();
        return invocation;
    }

    private static BootstrapAnswer Require(byte[] answer, Predicate<int> isExpected)
    {
        var parsed = new BootstrapAnswer(answer);
        return isExpected(parsed.Status) ? parsed : throw new BenchmarkException($"The bootstrap answered {parsed}");
    }
}
