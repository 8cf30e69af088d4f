using Microsoft.Extensions.Logging;

namespace Portable.Probe;

internal static partial class ProbeLog
{
    [LoggerMessage(500, LogLevel.Information, "The probe waits ({RequestId})")]
    public static partial void Waiting(ILogger logger, string requestId);

    [LoggerMessage(501, LogLevel.Information, "The probe has waited: {Reason} ({RequestId})")]
    public static partial void Waited(ILogger logger, string reason, string requestId);
}
