using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>The response of a route when a Redis command fails. The reason goes only to the log.</summary>
/// <param name="Action">The action that failed, for the log.</param>
/// <param name="Error">The response.</param>
internal sealed record StoreFailure(string Action, AppResponse Error)
{
    /// <summary>
    /// Wraps a handler. If the handler throws a <see cref="StoreException"/>, the client receives the response of this failure.
    /// </summary>
    public Handler Around(Handler next, ILogger logger) => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (StoreException exception)
        {
            return Answer(request, exception, logger);
        }
    };

    /// <summary>Logs the reason, and returns the response.</summary>
    public AppResponse Answer(AppRequest request, StoreException exception, ILogger logger)
    {
        Log.StoreFailed(logger, Action, exception.Reason, request.RequestId);
        return Error;
    }
}
