using Microsoft.Extensions.Logging;

namespace Portable.AzureFunctions;

/// <summary>The log messages of the worker.</summary>
internal static partial class FunctionsLog
{
    [LoggerMessage(300, LogLevel.Error, "The new settings cannot be used, and the old settings stay in use: {Reason}")]
    public static partial void SettingsRefused(ILogger logger, string reason);

    [LoggerMessage(308, LogLevel.Error, "The application cannot be created")]
    public static partial void CreateFailed(ILogger logger, Exception exception);

    [LoggerMessage(301, LogLevel.Warning, "The host sent a message of a kind that this worker cannot handle: {Content}")]
    public static partial void UnknownMessage(ILogger logger, string content);

    [LoggerMessage(302, LogLevel.Warning, "The host sent an invocation that is already in flight")]
    public static partial void InvocationRepeated(ILogger logger, string requestId);

    [LoggerMessage(303, LogLevel.Information, "The host ends the worker. Invocations in flight: {Count}")]
    public static partial void Terminating(ILogger logger, int count);

    [LoggerMessage(304, LogLevel.Warning, "The host closed the connection. The worker exits")]
    public static partial void StreamClosed(ILogger logger);

    [LoggerMessage(305, LogLevel.Error, "The connection to the host failed: {Reason}")]
    public static partial void StreamLost(ILogger logger, string reason);

    [LoggerMessage(306, LogLevel.Critical, "The worker exits because of an unexpected exception")]
    public static partial void WorkerFailed(ILogger logger, Exception exception);

    [LoggerMessage(309, LogLevel.Error, "The environment that the host sent cannot be set")]
    public static partial void ReloadFailed(ILogger logger, Exception exception);

    [LoggerMessage(307, LogLevel.Warning, "The host did not read the log fast enough: {Count} lines are missing before this line")]
    public static partial void LinesLeftOut(ILogger logger, int count);
}
