using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lessons.Telemetry;

/// <summary>What the service tells of itself, by OpenTelemetry's names where it has them. It costs next to nothing while nobody listens.</summary>
public static class Instruments
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Lessons";

    private static readonly Meter Meter = new(Name);

    /// <summary>A span for each request, and one within it for each command to the store.</summary>
    internal static readonly ActivitySource Spans = new(Name);

    internal static readonly Histogram<double> RequestDuration = Meter.CreateHistogram(
        "http.server.request.duration", "s", "Duration of HTTP server requests.", tags: null, Buckets(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10));

    internal static readonly Histogram<double> StoreDuration = Meter.CreateHistogram(
        "db.client.operation.duration", "s", "Duration of database client operations.", tags: null, Buckets(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10));

    internal static readonly Counter<long> StoreRetries = Meter.CreateCounter<long>("lessons.store.retries", "{retry}", "Commands that were tried once more.");

    internal static readonly Counter<long> StoreFailures = Meter.CreateCounter<long>("lessons.store.failures", "{failure}", "Commands that were given up, by kind.");

    // The conventions' own.
    private static InstrumentAdvice<double> Buckets(params double[] seconds) => new() { HistogramBucketBoundaries = seconds };
}
