using BenchmarkDotNet.Attributes;
using Lessons.Features;
using Lessons.Http;
using Lessons.Logging;
using Microsoft.Extensions.Logging;

namespace Lessons.Micro;

/// <summary>What a listing is made of: finding its route, its JSON, its log line.</summary>
public class PartBenchmarks
{
    private readonly Router _router = new(handler => handler);
    private readonly AppRequest _listing = Requests.Create("GET", "/lessons/completed");
    private readonly AppRequest _mark = Requests.Create("POST", "/lessons/lesson-1/mark-complete");
    private readonly IReadOnlyDictionary<string, string> _ten = new MemoryStores(10).GetCompletedAsync("", CancellationToken.None).Result;
    private readonly ILogger _logger = new JsonLoggerProvider(Stream.Null, TimeProvider.System).CreateLogger("micro");

    [GlobalSetup]
    public void Setup()
    {
        var response = new ValueTask<AppResponse>(new AppResponse(204)).AsTask();
        _router
            .Map("GET", "/login", (_, _) => new(response))
            .Map("POST", "/logout", (_, _) => new(response))
            .MapRead("/lessons", (_, _) => new(response))
            .MapRead("/lessons/completed", (_, _) => new(response))
            .Map("POST", "/lessons/{lessonSlug}/mark-complete", (_, _) => new(response));
    }

    [Benchmark]
    public ValueTask<AppResponse> RouteOfListing() => _router.HandleAsync(_listing, CancellationToken.None);

    [Benchmark]
    public ValueTask<AppResponse> RouteOfMark() => _router.HandleAsync(_mark, CancellationToken.None);

    [Benchmark]
    public AppResponse JsonOfTenLessons() =>
        AppResponse.Json(200, new CompletedLessons(_ten).Write);

    [Benchmark]
    public void LogLine() => Log.Request(_logger, "GET", "/lessons/completed", 200, 380, 1.234, "127.0.0.1", "0HNQ9STON3ESK:00000001");
}
