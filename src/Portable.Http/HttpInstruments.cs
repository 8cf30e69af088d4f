using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Portable.Http;

/// <summary>
/// The metrics and spans of an application's requests, with OpenTelemetry's names. They cost next to nothing while no listener is
/// active.
/// </summary>
/// <param name="name">The name of the meter and of the activity source.</param>
public sealed class HttpInstruments(string name)
{
    private static readonly double[] Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]; // from OpenTelemetry's conventions

    /// <summary>Creates a span for each request.</summary>
    internal ActivitySource Spans { get; } = new(name);

    internal Histogram<double> RequestDuration { get; } = new Meter(name).CreateHistogram(
        "http.server.request.duration", "s", "Duration of HTTP server requests.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
}
