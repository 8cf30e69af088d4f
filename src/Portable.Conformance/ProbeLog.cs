using Microsoft.Extensions.Logging;

namespace Portable.Conformance;

internal static partial class ProbeLog
{
    [LoggerMessage(500, LogLevel.Information, "The wait {Name} has begun")]
    public static partial void WaitBegun(ILogger logger, string name);

    [LoggerMessage(501, LogLevel.Information, "The wait {Name} has ended: {Reason}")]
    public static partial void WaitEnded(ILogger logger, string name, string reason);
}
