using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>The answers that a host gives by itself, to what no application has seen.</summary>
public static class HostAnswer
{
    /// <summary>
    /// Answers what the application has thrown as <see cref="Recover"/> does, with the standard headers and a line of the log: for
    /// an application without these middlewares, and for a request that cannot be made of what the host was sent.
    /// </summary>
    public static ValueTask<AppResponse> FailAsync(
        AppRequest request, Exception exception, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        var failing = Recover.LogTo(logger)((_, _) => ValueTask.FromException<AppResponse>(exception));
        return StandardHeaders.Add(RequestLog.To(logger, time)(failing))(request, cancellationToken);
    }

    /// <summary>
    /// Answers every request with <see cref="Errors.NotConfigured"/>: for a platform that goes on sending requests to a program
    /// whose settings cannot be used. The log has the reason, now and for each request.
    /// </summary>
    /// <param name="reason">A sentence that names the setting and does not have its value.</param>
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
