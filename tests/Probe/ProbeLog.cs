using Microsoft.Extensions.Logging;
using Portable.Http;

namespace Portable.Probe;

internal static partial class ProbeLog
{
    /// <summary>Waits until the request is cancelled. The log then has the reason.</summary>
    public static async Task WaitAsync(ILogger logger, AppRequest request, CancellationToken cancellationToken)
    {
        Waiting(logger, request.RequestId);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            Waited(logger, request.ClientGone.IsCancellationRequested ? "the client has gone" : "the time is up", request.RequestId);
        }
    }

    [LoggerMessage(500, LogLevel.Information, "The probe waits ({RequestId})")]
    public static partial void Waiting(ILogger logger, string requestId);

    [LoggerMessage(501, LogLevel.Information, "The probe has waited: {Reason} ({RequestId})")]
    public static partial void Waited(ILogger logger, string reason, string requestId);
}
