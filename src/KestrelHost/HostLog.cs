namespace Lessons.KestrelHost;

/// <summary>Every line that this host logs.</summary>
internal static partial class HostLog
{
    [LoggerMessage(101, LogLevel.Information, "UPSTASH_REDIS_URL is not set: using an embedded Redis on 127.0.0.1:{Port}, its data in {Folder}")]
    public static partial void EmbeddedRedis(ILogger logger, int port, string folder);

    [LoggerMessage(102, LogLevel.Warning, "Telemetry cannot be sent ({Event}); this is said once. {Reason}")]
    public static partial void TelemetryNotSent(ILogger logger, string @event, string reason);

    [LoggerMessage(103, LogLevel.Information, "OTLP: {Signal} are not sent, since no endpoint is set for them or OTEL_{Signal}_EXPORTER is none")]
    public static partial void SignalNotSent(ILogger logger, string signal);

    [LoggerMessage(104, LogLevel.Warning, "{Loss}")]
    public static partial void EmbeddedRedisDamaged(ILogger logger, RecoveryLoss loss);

    [LoggerMessage(105, LogLevel.Critical, "{Reason}")]
    public static partial void EmbeddedRedisStuck(ILogger logger, string reason);
}
