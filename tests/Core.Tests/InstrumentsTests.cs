using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Portable.Http;
using Portable.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>The expected names and attributes are from OpenTelemetry's semantic conventions for HTTP servers.</summary>
public sealed class InstrumentsTests
{
    private const string RemoteParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"; // the example of W3C Trace Context

    private readonly AppUnderTest _app = new();

    [Fact]
    public async Task The_duration_of_a_request_has_its_route_template_and_not_its_path()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Instruments.Name)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (value >= 0)
                seen.Enqueue($"{instrument.Name} {instrument.Unit}: {string.Join(", ", tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))}");
        });
        listener.Start();

        await _app.SendAsync(AppUnderTest.UserRequest("POST", "/lessons/secret-slug/mark-complete"));
        await _app.SendAsync(AppUnderTest.Request("BREW", "/secret-path") with { IsHttps = true });
        _app.Ping = _ => throw new StoreException(new TimeoutException());
        await _app.SendAsync(AppUnderTest.Request("GET", "/health"));

        Assert.Contains("http.server.request.duration s: http.request.method=POST, http.response.status_code=200, http.route=/lessons/{lessonSlug}/mark-complete, url.scheme=http", seen);
        Assert.Contains("http.server.request.duration s: http.request.method=_OTHER, http.response.status_code=404, url.scheme=https", seen);
        Assert.Contains("http.server.request.duration s: error.type=503, http.request.method=GET, http.response.status_code=503, http.route=/health, url.scheme=http", seen);
        Assert.DoesNotContain(seen, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_span_of_a_disconnected_client_has_status_499_and_no_error()
    {
        using var listener = Listen(out var spans);
        using var gone = new CancellationTokenSource();
        _app.Ping = async cancellationToken =>
        {
            await gone.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        };

        await _app.Handler(AppUnderTest.Request("GET", "/health") with { ClientGone = gone.Token }, gone.Token);

        var span = Assert.Single(spans, span => 499.Equals(span.GetTagItem("http.response.status_code")));
        Assert.Equal((null, ActivityStatusCode.Unset), (span.GetTagItem("error.type"), span.Status));
    }

    [Fact]
    public async Task The_request_span_has_the_parent_of_the_hosts_span()
    {
        using var listener = Listen(out var spans);
        using var host = new Activity("invocation").SetParentId(RemoteParent).Start();

        await _app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed"));

        var span = Assert.Single(spans, span => span.TraceId == host.TraceId);
        Assert.Equal(("GET /lessons/completed", ActivityKind.Server, host.ParentSpanId), (span.DisplayName, span.Kind, span.ParentSpanId));
        Assert.Same(host, Activity.Current);
    }

    [Fact]
    public async Task Without_a_host_span_the_traceparent_header_gives_the_trace()
    {
        using var listener = Listen(out var spans);

        await _app.SendAsync(AppUnderTest.Request("GET", "/nope", new Header("TraceParent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")));
        await _app.SendAsync(AppUnderTest.Request("PATCH", "/nope", new Header("traceparent", "no trace")));

        var span = Assert.Single(spans, span => span.TraceId.ToString() == "4bf92f3577b34da6a3ce929d0e0e4736");
        Assert.Equal(("GET", ActivityKind.Server, "00f067aa0ba902b7"), (span.DisplayName, span.Kind, span.ParentSpanId.ToString()));
        Assert.Equal(default, Assert.Single(spans, span => span.DisplayName == "PATCH").ParentSpanId); // no other test sends PATCH
    }

    private static ActivityListener Listen(out ConcurrentQueue<Activity> spans)
    {
        var stopped = spans = new();
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instruments.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
