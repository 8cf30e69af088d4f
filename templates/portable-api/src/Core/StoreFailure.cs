using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace MyApi;

/// <summary>Answers 503 when a Redis command fails. The reason goes only to the log.</summary>
internal static partial class StoreFailure
{
    private static readonly AppResponse Unavailable = AppResponse.Error(503, "store-unavailable", "The store is not available");

    public static Middleware LogTo(ILogger logger) => next => async (request, cancellationToken) =>
    {
        try
        {
            return await next(request, cancellationToken);
        }
        catch (StoreException exception)
        {
            StoreFailed(logger, exception.Reason, request.RequestId);
            return Unavailable;
        }
    };

    [LoggerMessage(1000, LogLevel.Error, "A Redis command failed: {Reason} ({RequestId})")]
    private static partial void StoreFailed(ILogger logger, string reason, string requestId);
}
