using System.Security.Authentication;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>
/// Decides whether a command can be retried after an error of the library, and which part of an error may be logged.
/// </summary>
internal static class RedisErrors
{
    /// <summary>
    /// Whether a new connection to the same address may reach a server that can run the command. After a failover this is the new
    /// primary. After a restart it is the same server: its handshake succeeds only after the server has loaded its data. Where
    /// the server has begun to require a password, the new connection sends the password.
    /// </summary>
    public static bool IsForAnotherServer(RedisServerException exception) =>
        exception.Message.Split(' ', 2)[0] is "READONLY" or "LOADING" or "MASTERDOWN" or "NOAUTH";

    /// <summary>
    /// Whether the TLS handshake or the authentication failed, for example because of the certificate or the password. A retry
    /// soon afterwards would fail too.
    /// </summary>
    public static bool IsRefused(RedisConnectionException exception) =>
        (exception.InnerException as RedisConnectionException ?? exception).FailureType == ConnectionFailureType.AuthenticationFailure
        || exception.GetBaseException() is AuthenticationException;

    /// <summary>
    /// Returns a server's error up to its first quoted part. A quoted part may be a password, or a key that names a user.
    /// </summary>
    public static string WithoutQuotes(string message) => message.Split([" '", " `", " \""], 2, StringSplitOptions.None)[0]; // Redis 6 quotes with `

    /// <summary>
    /// Creates the exception for a TLS handshake that the server does not answer. The library itself reports nothing.
    /// </summary>
    public static RedisConnectionException HangingHandshake() => new(
        ConnectionFailureType.AuthenticationFailure,
        CommandFlags.None,
        "The server did not answer the TLS handshake.",
        new IOException($"The server did not answer within {RedisOptions.ConnectTimeout.TotalMilliseconds} ms."));
}
