using BenchmarkDotNet.Attributes;
using Portable.Http;

namespace Lessons.Micro;

/// <summary>The whole of Core, from the request that a host made to the response that it will write, a log line included.</summary>
public class HandlerBenchmarks
{
    private Handler _handler = null!;

    private AppRequest _listing = null!;
    private AppRequest _mark = null!;

    [Params(1, 10, 100, 1000)]
    public int Lessons { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var stores = new MemoryStores(Lessons);
        var logging = new JsonLoggerProvider(Stream.Null, TimeProvider.System);
        _handler = App.Create(new(), new(stores, null!, stores, null!, null!, _ => Task.CompletedTask), TimeProvider.System, logging.CreateLogger("micro"));
        _listing = SampleRequests.Create("GET", "/lessons/completed");
        _mark = SampleRequests.Create("POST", "/lessons/lesson-1/mark-complete");
    }

    [Benchmark]
    public ValueTask<AppResponse> ListCompletedAsync() => _handler(_listing, CancellationToken.None);

    [Benchmark]
    public ValueTask<AppResponse> MarkCompleteAsync() => _handler(_mark, CancellationToken.None);
}
