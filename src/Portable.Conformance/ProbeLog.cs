using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Conformance;

internal static partial class ProbeLog
{
    /// <summary>
    /// Waits until the request is cancelled. The log then has the reason, and the name from the path. The wait has a limit, because a
    /// host that never cancels a request would otherwise never end.
    /// </summary>
    public static async Task WaitAsync(ILogger logger, AppRequest request, TimeSpan longest, CancellationToken cancellationToken)
    {
        var name = request.RouteValues["name"];
        WaitBegun(logger, name);
        try
        {
            await Task.Delay(longest, cancellationToken);
        }
        finally
        {
            WaitEnded(logger, name, request.ClientGone.IsCancellationRequested ? "the client has gone" : "the time is up");
        }
    }

    [LoggerMessage(500, LogLevel.Information, "The wait {Name} has begun")]
    public static partial void WaitBegun(ILogger logger, string name);

    [LoggerMessage(501, LogLevel.Information, "The wait {Name} has ended: {Reason}")]
    public static partial void WaitEnded(ILogger logger, string name, string reason);
}
