using Microsoft.Extensions.Logging;

namespace Portable.Lambda;

/// <summary>The log messages of this host.</summary>
internal static partial class LambdaLog
{
    [LoggerMessage(200, LogLevel.Error, "The invocation failed")]
    public static partial void InvocationFailed(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(201, LogLevel.Warning, "The Runtime API failed: {Reason}")]
    public static partial void RuntimeApiFailed(ILogger logger, string reason, string? requestId);

    [LoggerMessage(202, LogLevel.Critical, "The Lambda host failed, and its process exits")]
    public static partial void Ending(ILogger logger, Exception exception);

    [LoggerMessage(203, LogLevel.Error, "The body of the response failed after a part of it had been sent")]
    public static partial void BodyFailed(ILogger logger, string requestId, Exception exception);
}
