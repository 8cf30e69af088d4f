using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>The last resort: whatever a handler throws becomes an answer, and its detail goes to the log only.</summary>
public static class Recover
{
    // Nobody reads it. The status is nginx's, for the log and for telemetry.
    private static readonly AppResponse ClientGone = new(499);

    /// <summary>
    /// Answers 500 for an exception, which is logged there; 503 when the time is up or the host cuts the request off; 499 when the client has gone. A header that no
    /// host can send is an exception too.
    /// </summary>
    public static Middleware LogTo(ILogger logger) => next => async (request, cancellationToken) =>
    {
        try
        {
            return (await next(request, cancellationToken)).RequireSendable();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return request.ClientGone.IsCancellationRequested && !request.HostEnding.IsCancellationRequested ? ClientGone : Errors.OutOfTime;
        }
        catch (BodyTooLargeException)
        {
            return Errors.BodyTooLarge;
        }
        catch (Exception exception)
        {
            HttpLog.HandlerFailed(logger, request.RequestId, exception);
            return Errors.Internal;
        }
    };
}
