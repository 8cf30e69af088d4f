namespace Lessons.KestrelHost;

/// <summary>The log messages of the development server about its embedded Redis.</summary>
internal static partial class DevelopmentLog
{
    [LoggerMessage(101, LogLevel.Information, "UPSTASH_REDIS_URL is not set: using an embedded Redis on 127.0.0.1:{Port}, its data in {Folder}")]
    public static partial void EmbeddedRedis(ILogger logger, int port, string folder);

    [LoggerMessage(104, LogLevel.Warning, "{Loss}")]
    public static partial void EmbeddedRedisDamaged(ILogger logger, RecoveryLoss loss);
}
