using Lessons.Http;
using Microsoft.Extensions.Logging;

namespace Lessons.Middleware;

/// <summary>The last resort: whatever a handler throws becomes an answer, and its detail goes to the log only.</summary>
internal sealed class Recover(ILogger logger)
{
    private static readonly AppResponse OutOfTime = AppResponse.Error(503, "Out of time");

    // Nobody reads it. The status is nginx's, for the log and for telemetry.
    private static readonly AppResponse ClientGone = new(499);

    private static readonly AppResponse InternalError = AppResponse.Error(500, "Internal server error");

    public Handler Wrap(Handler next) => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return request.ClientGone.IsCancellationRequested ? ClientGone : OutOfTime;
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(logger, request.RequestId, exception);
            return InternalError;
        }
    };
}
