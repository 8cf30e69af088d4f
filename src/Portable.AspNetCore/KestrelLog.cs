using Microsoft.Extensions.Logging;

namespace Portable.AspNetCore;

/// <summary>Every line that this host logs.</summary>
internal static partial class KestrelLog
{
    [LoggerMessage(100, LogLevel.Information, "Listening on {Url}")]
    public static partial void Listening(ILogger logger, string url);
}
