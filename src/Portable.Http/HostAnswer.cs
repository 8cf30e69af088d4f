using Microsoft.Extensions.Logging;

namespace Portable.Http;

/// <summary>The answers that a host gives by itself, to what no application has seen.</summary>
public static class HostAnswer
{
    /// <summary>Puts the standard headers, the log and <see cref="Recover"/> around an answer of the host's own.</summary>
    public static Handler Wrap(Handler handler, ILogger logger, TimeProvider time) =>
        StandardHeaders.Add(RequestLog.To(logger, time)(Recover.LogTo(logger)(handler)));
}
