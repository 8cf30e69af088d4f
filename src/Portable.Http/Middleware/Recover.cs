using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>Turns every exception of a handler into a response. The details of the exception go to the log only.</summary>
public static class Recover
{
    // No client reads this response. Its status is for the log and the telemetry. nginx logs a client that disconnected as 499 too.
    private static readonly AppResponse ClientGone = new(499);

    /// <summary>
    /// Answers 500 for an exception and logs the exception. Answers 503 when the time is up or the host cuts the request off, and
    /// 499 when the client has disconnected. A header that a host cannot send also counts as an exception.
    /// </summary>
    public static Middleware LogTo(ILogger logger) => next => async (request, cancellationToken) =>
    {
        AppResponse? response = null;
        try
        {
            response = await next(request, cancellationToken);
            return response.RequireSendable();
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
            if (response?.BodyStream is { } unsent)
                await unsent.DisposeAsync();
            return Errors.Internal;
        }
    };
}
