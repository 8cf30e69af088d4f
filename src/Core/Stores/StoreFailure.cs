using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>What a route answers where Redis does not do what it is asked. The reason goes to the log only.</summary>
/// <param name="Action">What was under way, for the log.</param>
/// <param name="Error">The answer.</param>
internal sealed record StoreFailure(string Action, AppResponse Error)
{
    /// <summary>Answers in the place of a handler that throws a <see cref="StoreException"/>.</summary>
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

    /// <summary>Logs the reason, and returns the answer.</summary>
    public AppResponse Answer(AppRequest request, StoreException exception, ILogger logger)
    {
        Log.StoreFailed(logger, Action, exception.Reason, request.RequestId);
        return Error;
    }
}
