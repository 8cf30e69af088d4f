using Microsoft.Extensions.Logging;

namespace Portable.Lambda;

/// <summary>Lambda's names of log levels.</summary>
internal static class LambdaLogLevel
{
    /// <summary>The level of <c>AWS_LAMBDA_LOG_LEVEL</c>; INFO when it is not set or unknown.</summary>
    public static LogLevel Parse(string? name) => name switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };
}
