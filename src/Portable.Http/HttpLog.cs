using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>The log lines of Portable.Http.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} {Status}")]
    public static partial void Request(ILogger logger, string method, string path, int status, long bytes, double milliseconds, string? remoteAddress, string requestId);

    [LoggerMessage(3, LogLevel.Error, "A handler failed")]
    public static partial void HandlerFailed(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "A resource of the application could not be disposed of")]
    public static partial void DisposeFailed(ILogger logger, Exception exception);

    [LoggerMessage(12, LogLevel.Error, "The settings cannot be used: {Reason}")]
    public static partial void SettingsRefused(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Error, "The service is not configured: {Reason}")]
    public static partial void NotConfigured(ILogger logger, string reason, string requestId);

    [LoggerMessage(
        9,
        LogLevel.Information,
        "A request from the origin {Origin} (Sec-Fetch-Site: {Site}) to the host {Host} was refused. "
        + "If the origin is one of your front ends, add the origin to ALLOWED_ORIGINS. If a proxy changes the host, set TRUST_PROXY")]
    public static partial void CrossOriginRefused(ILogger logger, string? origin, string? site, string? host, string requestId);
}
