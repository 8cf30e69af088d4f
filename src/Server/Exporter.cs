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

/// <summary>Sends metrics and traces by OTLP. Nothing of it is loaded unless the environment names an endpoint.</summary>
internal static class Exporter
{
    private const string Prefix = "OTEL_";

    private const string Switch = "Lessons.Otlp";

    /// <summary>Whether the program was built with it. Native AOT has it for OTLP=true only (KestrelHost.NativeAot.csproj).</summary>
    [FeatureSwitchDefinition(Switch)]
    internal static bool IsBuiltIn => !AppContext.TryGetSwitch(Switch, out var isOn) || isOn;

    /// <summary>An endpoint that is away costs telemetry only: it is sent from a thread of its own.</summary>
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

    // Apart: what is not called loads no library.
    private static void Send(HostApplicationBuilder builder, OtlpSettings settings)
    {
        // The exporter asks the configuration for its OTEL_ variables, and ours is empty.
        builder.Configuration.AddInMemoryCollection(
            from DictionaryEntry variable in Environment.GetEnvironmentVariables()
            where ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal)
            select KeyValuePair.Create((string)variable.Key, (string?)variable.Value));

        // Only this extension reads the variables of a single signal. A signal without a meter or source sends nothing.
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lessons").AddEnvironmentVariableDetector())
            .UseOtlpExporter();
        // It sends log lines too. Those are for standard output.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("*", LogLevel.None);
        if (settings.SendsMetrics)
            telemetry.WithMetrics(metrics => metrics.AddMeter(Instruments.Name));
        if (settings.SendsTraces)
            telemetry.WithTracing(traces => traces.AddSource(Instruments.Name));
    }
}
