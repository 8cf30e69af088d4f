using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>Writes one line for each request. The line does not contain the query, because the query may name a user.</summary>
public static class RequestLog
{
    /// <summary>
    /// Logs the method, path, status, bytes, milliseconds, client address and id of each request, at level Information. For a
    /// stream, it writes the line after the stream has been sent.
    /// </summary>
    public static Middleware To(ILogger logger, TimeProvider time) => next => async (request, cancellationToken) =>
    {
        var start = time.GetTimestamp();
        var response = await next(request, cancellationToken);
        if (response.BodyStream is not null)
            return LogWhenSent(logger, time, request, response, start);
        Write(logger, request, response, request.Method == "HEAD" ? 0 : response.Body.Length, time.GetElapsedTime(start));
        return response;
    };

    // This is a separate method, so that its closure costs nothing where there is no stream.
    private static AppResponse LogWhenSent(ILogger logger, TimeProvider time, AppRequest request, AppResponse response, long start) =>
        response with { BodyStream = new CountedStream(response.BodyStream!, bytes => Write(logger, request, response, bytes, time.GetElapsedTime(start))) };

    private static void Write(ILogger logger, AppRequest request, AppResponse response, long bytes, TimeSpan elapsed)
    {
        var (method, path) = (LogText.Cut(request.Method)!, LogText.Cut(request.Path)!);
        HttpLog.Request(logger, method, path, response.Status, bytes, Math.Round(elapsed.TotalMilliseconds, 3), request.RemoteAddress, request.RequestId);
    }
}
