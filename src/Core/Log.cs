using Microsoft.Extensions.Logging;

namespace Lessons;

/// <summary>Every line that Core logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Method} {Status}")]
    public static partial void Request(ILogger logger, string method, string path, int status, int bytes, double milliseconds, string? remoteAddress, string requestId);

    [LoggerMessage(2, LogLevel.Error, "{Command} failed: {Reason}")]
    public static partial void StoreFailed(ILogger logger, string command, string reason, string requestId);

    [LoggerMessage(3, LogLevel.Error, "A handler failed")]
    public static partial void HandlerFailed(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Redis cannot be reached yet; the service goes on trying. {Reason}")]
    public static partial void RedisUnreachable(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The connection to Redis failed ({Failure}): {Detail}")]
    public static partial void RedisConnectionFailed(ILogger logger, string failure, string? detail);

    [LoggerMessage(6, LogLevel.Information, "The connection to Redis is back")]
    public static partial void RedisConnectionRestored(ILogger logger);

    [LoggerMessage(
        9,
        LogLevel.Information,
        "A request of the origin {Origin} (Sec-Fetch-Site: {Site}) to the host {Host} was refused. "
        + "If a front end of yours has that origin, add it to ALLOWED_ORIGINS. If a proxy changes the host, set TRUST_PROXY")]
    public static partial void CrossOriginRefused(ILogger logger, string? origin, string? site, string? host, string requestId);

    [LoggerMessage(10, LogLevel.Warning, "Redis refuses the connection: {Reason}")]
    public static partial void RedisRefuses(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Warning, "The switch Lessons.CheapPasswordHashes is on: a password hash costs a hundredth of what it must. Only tests may set it")]
    public static partial void CheapPasswordHashes(ILogger logger);

    [LoggerMessage(7, LogLevel.Warning, "LOGIN_MODE is open: whoever names a user is that user, without a password")]
    public static partial void OpenLogin(ILogger logger);
}
