namespace Lessons.KestrelHost;

/// <summary>Every line that this host logs.</summary>
internal static partial class HostLog
{
    [LoggerMessage(100, LogLevel.Information, "Listening on {Url}")]
    public static partial void Listening(ILogger logger, string url);

    [LoggerMessage(101, LogLevel.Information, "UPSTASH_REDIS_URL is not set: using an embedded Redis on 127.0.0.1:{Port}, its data in {Folder}")]
    public static partial void EmbeddedRedis(ILogger logger, int port, string folder);
}
