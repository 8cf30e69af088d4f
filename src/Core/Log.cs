using Microsoft.Extensions.Logging;

namespace Lessons;

/// <summary>Every line that Core logs.</summary>
internal static partial class Log
{
    [LoggerMessage(2, LogLevel.Error, "{Command} failed: {Reason}")]
    public static partial void StoreFailed(ILogger logger, string command, string reason, string requestId);

    [LoggerMessage(7, LogLevel.Warning, "LOGIN_MODE is open: any client can log in as any user, without a password")]
    public static partial void OpenLogin(ILogger logger);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "The switch Lessons.CheapPasswordHashes is on: a password hash has a hundredth of the required cost. Only tests may set this switch")]
    public static partial void CheapPasswordHashes(ILogger logger);
}
