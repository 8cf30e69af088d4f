using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Lessons.Server;

/// <summary>Sends metrics and traces by OTLP. The program loads no OpenTelemetry library unless an environment variable sets an endpoint.</summary>
internal static class Exporter
{
    private const string Prefix = "OTEL_";

    private const string Switch = "Lessons.Otlp";

    /// <summary>Whether the program contains the exporter. A Native AOT program contains it only if it was built with OTLP=true.</summary>
    [FeatureSwitchDefinition(Switch)]
    internal static bool IsBuiltIn => !AppContext.TryGetSwitch(Switch, out var isOn) || isOn;

    /// <summary>
    /// Adds the exporter to the host. Telemetry is sent from a separate thread, so an endpoint that cannot be reached does not delay
    /// requests: only the telemetry is lost.
    /// </summary>
    public static void Add(HostApplicationBuilder builder, OtlpSettings settings, ILogger logger)
    {
        if (!settings.IsMentioned)
            return;
        if (!IsBuiltIn)
        {
            if (settings.IsWanted)
                ServerLog.BuiltWithoutOtlp(logger);
            return;
        }

        if (!settings.SendsMetrics)
            ServerLog.SignalNotSent(logger, "METRICS");
        if (!settings.SendsTraces)
            ServerLog.SignalNotSent(logger, "TRACES");
        if (!settings.IsWanted)
            return;
        builder.Services.AddSingleton(new ExporterEvents(logger));
        Send(builder, settings);
    }

    // The runtime loads the OpenTelemetry libraries when this method is called. Therefore its code is not in Add.
    private static void Send(HostApplicationBuilder builder, OtlpSettings settings)
    {
        // The exporter reads its OTEL_ variables from the configuration of the host, which is empty. Therefore they are copied into it.
        builder.Configuration.AddInMemoryCollection(
            from DictionaryEntry variable in Environment.GetEnvironmentVariables()
            where ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal)
            select KeyValuePair.Create((string)variable.Key, (string?)variable.Value));

        // Only UseOtlpExporter reads the variables of a single signal, such as OTEL_EXPORTER_OTLP_TRACES_ENDPOINT. It prepares every
        // signal, but a signal without a meter or a source sends nothing.
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lessons").AddEnvironmentVariableDetector())
            .UseOtlpExporter();
        // UseOtlpExporter would also send the log lines. They go to standard output only.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("*", LogLevel.None);
        if (settings.SendsMetrics)
            telemetry.WithMetrics(metrics => metrics.AddMeter(Instruments.Name));
        if (settings.SendsTraces)
            telemetry.WithTracing(traces => traces.AddSource(Instruments.Name));
    }
}
