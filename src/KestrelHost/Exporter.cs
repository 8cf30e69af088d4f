using System.Collections;
using Lessons.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lessons.KestrelHost;

/// <summary>Sends metrics and traces by OTLP. Nothing of it is loaded unless the environment names an endpoint.</summary>
internal static class Exporter
{
    private const string Prefix = "OTEL_";

    /// <summary>Whether there is somewhere to send to.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    /// <summary>An endpoint that is away or wrong costs telemetry only: it is sent from a thread of its own.</summary>
    public static void Add(HostApplicationBuilder builder)
    {
        // The exporter asks the configuration for its OTEL_ variables, and ours is empty.
        builder.Configuration.AddInMemoryCollection(
            from DictionaryEntry variable in Environment.GetEnvironmentVariables()
            where ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal)
            select KeyValuePair.Create((string)variable.Key, (string?)variable.Value));

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lessons").AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(Instruments.Name).AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(Instruments.Name).AddOtlpExporter());
    }
}
