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

/// <summary>Sends metrics and traces by OTLP. No OpenTelemetry library is loaded unless the environment names an endpoint.</summary>
internal static class Exporter
{
    private const string Prefix = "OTEL_";

    private const string Switch = "Lessons.Otlp";

    /// <summary>Whether the program contains the exporter. A Native AOT program contains it only with OTLP=true (KestrelHost.NativeAot.csproj).</summary>
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

    // This is a separate method because the runtime loads the OpenTelemetry libraries when the method is called.
    private static void Send(HostApplicationBuilder builder, OtlpSettings settings)
    {
        // The exporter reads its OTEL_ variables from the configuration. The configuration of this host has none.
        builder.Configuration.AddInMemoryCollection(
            from DictionaryEntry variable in Environment.GetEnvironmentVariables()
            where ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal)
            select KeyValuePair.Create((string)variable.Key, (string?)variable.Value));

        // Only this extension reads the variables of a single signal. A signal without a meter or source sends nothing.
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lessons").AddEnvironmentVariableDetector())
            .UseOtlpExporter();
        // The extension would send log lines too. Log lines go to standard output only.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("*", LogLevel.None);
        if (settings.SendsMetrics)
            telemetry.WithMetrics(metrics => metrics.AddMeter(Instruments.Name));
        if (settings.SendsTraces)
            telemetry.WithTracing(traces => traces.AddSource(Instruments.Name));
    }
}
