using Microsoft.Extensions.Logging;

namespace Portable.AspNetCore;

/// <summary>The log lines of <see cref="HttpService"/>.</summary>
internal static partial class KestrelLog
{
    [LoggerMessage(100, LogLevel.Information, "Listening on {Url}")]
    public static partial void Listening(ILogger logger, string url);
}
