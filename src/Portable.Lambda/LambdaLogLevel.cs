using Microsoft.Extensions.Logging;

namespace Portable.Lambda;

/// <summary>Parses Lambda's names of log levels.</summary>
internal static class LambdaLogLevel
{
    /// <summary>Returns the level that <c>AWS_LAMBDA_LOG_LEVEL</c> names. Returns INFO when the variable is not set or its value is unknown.</summary>
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
