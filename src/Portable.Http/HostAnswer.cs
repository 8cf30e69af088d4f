using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>The responses that a host creates by itself when no application has handled the request.</summary>
public static class HostAnswer
{
    /// <summary>
    /// Turns an exception of the application into a response, as <see cref="Recover"/> does. It also adds the standard headers
    /// and writes a line to the log. It serves applications without these middlewares, and requests that the host could not
    /// convert.
    /// </summary>
    public static ValueTask<AppResponse> FailAsync(
        AppRequest request, Exception exception, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        var failing = Recover.LogTo(logger)((_, _) => ValueTask.FromException<AppResponse>(exception));
        return StandardHeaders.Add(RequestLog.To(logger, time)(failing))(request, cancellationToken);
    }

    /// <summary>
    /// Answers every request with <see cref="Errors.NotConfigured"/>. This handler is for a platform that keeps sending requests to
    /// a program whose settings cannot be used. The reason is logged at once, and again for each request.
    /// </summary>
    /// <param name="reason">A sentence that names the setting and does not contain its value.</param>
    /// <param name="logger">The host's log.</param>
    /// <param name="time">The clock.</param>
    public static Handler NotConfigured(string reason, ILogger logger, TimeProvider time)
    {
        HttpLog.SettingsRefused(logger, reason);
        return StandardHeaders.Add(RequestLog.To(logger, time)((request, _) =>
        {
            HttpLog.NotConfigured(logger, reason, request.RequestId);
            return new(Errors.NotConfigured);
        }));
    }
}
