using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>Writes one line a request. The query stays out of it: it may name a user.</summary>
public static class RequestLog
{
    /// <summary>Logs method, path, status, bytes, milliseconds, address and id of each request, at Information.</summary>
    public static Middleware To(ILogger logger, TimeProvider time) => next => async (request, cancellationToken) =>
    {
        var start = time.GetTimestamp();
        var response = await next(request, cancellationToken);
        var elapsed = time.GetElapsedTime(start).TotalMilliseconds;
        var (method, path) = (LogText.Cut(request.Method)!, LogText.Cut(request.Path)!);
        var bytes = request.Method == "HEAD" ? 0 : response.Body.Length;
        HttpLog.Request(logger, method, path, response.Status, bytes, Math.Round(elapsed, 3), request.RemoteAddress, request.RequestId);
        return response;
    };
}
