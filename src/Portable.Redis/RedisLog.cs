using Microsoft.Extensions.Logging;

namespace Portable.Redis;

/// <summary>The log lines about the connection to Redis.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(13, LogLevel.Warning, "Redis cannot be reached yet. The service keeps trying. {Reason}")]
    public static partial void RedisUnreachable(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The connection to Redis failed ({Failure}): {Detail}")]
    public static partial void RedisConnectionFailed(ILogger logger, string failure, string? detail);

    [LoggerMessage(6, LogLevel.Information, "The connection to Redis is back")]
    public static partial void RedisConnectionRestored(ILogger logger);

    [LoggerMessage(10, LogLevel.Warning, "Redis refuses the connection: {Reason}")]
    public static partial void RedisRefuses(ILogger logger, string reason);
}
