using System.Security.Authentication;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>Decides what an error of the library means for the next attempt.</summary>
internal static class RedisErrors
{
    /// <summary>
    /// Whether a new connection to the same address may reach a server that can run the command. After a failover this is the new
    /// primary. After a restart it is the same server once it has loaded its data; the handshake waits for that. Where the server
    /// has begun to require a password, the new connection sends the password.
    /// </summary>
    public static bool IsForAnotherServer(RedisServerException exception) =>
        exception.Message.Split(' ', 2)[0] is "READONLY" or "LOADING" or "MASTERDOWN" or "NOAUTH";

    /// <summary>Whether the server's certificate or the password was refused. A retry soon afterwards would fail too.</summary>
    public static bool IsRefused(RedisConnectionException exception) =>
        (exception.InnerException as RedisConnectionException ?? exception).FailureType == ConnectionFailureType.AuthenticationFailure
        || exception.GetBaseException() is AuthenticationException;

    /// <summary>A server's error without its quoted parts. A quoted part may be a password, or a key that names a user.</summary>
    public static string WithoutQuotes(string message) => message.Split([" '", " `", " \""], 2, StringSplitOptions.None)[0]; // ` up to Redis 6

    /// <summary>The exception for a TLS handshake that gets no answer. The library itself reports nothing.</summary>
    public static RedisConnectionException HangingHandshake() => new(
        ConnectionFailureType.AuthenticationFailure,
        CommandFlags.None,
        "The server did not answer the TLS handshake.",
        new IOException($"The server did not answer within {RedisOptions.ConnectTimeout.TotalMilliseconds} ms."));
}
