using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Lessons.Micro;

/// <summary>What a listing is made of: finding its route, its JSON, its log line.</summary>
public class PartBenchmarks
{
    private readonly Router _router = new();
    private readonly AppRequest _listing = SampleRequests.Create("GET", "/lessons/completed");
    private readonly AppRequest _mark = SampleRequests.Create("POST", "/lessons/lesson-1/mark-complete");
    private readonly CompletedLessons _ten = new MemoryStores(10).GetCompletedAsync("", CancellationToken.None).Result;
    private readonly ILogger _logger = new JsonLoggerProvider(Stream.Null, TimeProvider.System).CreateLogger("micro");

    [GlobalSetup]
    public void Setup()
    {
        var response = new ValueTask<AppResponse>(new AppResponse(204)).AsTask();
        foreach (var (method, template) in ((string, string)[])[
            ("GET", "/login"), ("POST", "/logout"), ("GET", "/lessons"), ("GET", "/lessons/completed"), ("POST", "/lessons/{lessonSlug}/mark-complete")])
        {
            _router.Map(method, template, (_, _) => new(response));
        }
    }

    [Benchmark]
    public ValueTask<AppResponse> RouteOfListing() => RouteAsync(_listing);

    [Benchmark]
    public ValueTask<AppResponse> RouteOfMark() => RouteAsync(_mark);

    private ValueTask<AppResponse> RouteAsync(AppRequest request)
    {
        _router.Find(request);
        return _router.HandleAsync(request, CancellationToken.None);
    }

    [Benchmark]
    public AppResponse JsonOfTenLessons() =>
        AppResponse.Json(200, _ten, CompletedLessons.Write);

    [Benchmark]
    public void LogLine() => HttpLog.Request(_logger, "GET", "/lessons/completed", 200, 380, 1.234, "127.0.0.1", "0HNQ9STON3ESK:00000001");
}
