using Lessons.Http;
using Lessons.Logging;
using Microsoft.Extensions.Logging;

namespace Lessons.Middleware;

/// <summary>Writes one line a request. The query stays out of it: it may name a user.</summary>
internal sealed class RequestLog(TimeProvider time, ILogger logger)
{
    public Handler Wrap(Handler next) => async (request, cancellationToken) =>
    {
        var start = time.GetTimestamp();
        var response = await next(request, cancellationToken);
        var elapsed = time.GetElapsedTime(start).TotalMilliseconds;
        var (method, path) = (LogText.Cut(request.Method)!, LogText.Cut(request.Path)!);
        Log.Request(logger, method, path, response.Status, response.Body.Length, Math.Round(elapsed, 3), request.RemoteAddress, request.RequestId);
        return response;
    };
}
