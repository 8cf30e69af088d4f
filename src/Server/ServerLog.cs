using Microsoft.Extensions.Logging;

namespace Lessons.Server;

/// <summary>The log messages of the plain server.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(102, LogLevel.Warning, "Telemetry cannot be sent ({Event}). This line is logged only once. {Reason}")]
    public static partial void TelemetryNotSent(ILogger logger, string @event, string reason);

    [LoggerMessage(103, LogLevel.Information, "OTLP: {Signal} are not sent: their endpoint is not set, or OTEL_{Signal}_EXPORTER is none")]
    public static partial void SignalNotSent(ILogger logger, string signal);

    [LoggerMessage(
        106,
        LogLevel.Warning,
        "OTEL_ variables request metrics or traces. This program was built without OTLP and sends neither. Build it with make build-server OTLP=true")]
    public static partial void BuiltWithoutOtlp(ILogger logger);

    [LoggerMessage(105, LogLevel.Critical, "{Reason}")]
    public static partial void OwnRedisFailed(ILogger logger, string reason);
}
