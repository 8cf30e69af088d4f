using System.Security.Authentication;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>What an error of the library means for the next attempt.</summary>
internal static class RedisErrors
{
    /// <summary>
    /// Whether a new connection to the same address may lead to a server that can: after a failover to the new primary, after
    /// a restart to this one when it has loaded its data (the handshake waits for that), or with a password once it is asked for.
    /// </summary>
    public static bool IsForAnotherServer(RedisServerException exception) =>
        exception.Message.Split(' ', 2)[0] is "READONLY" or "LOADING" or "MASTERDOWN" or "NOAUTH";

    /// <summary>Whether the certificate or the password was refused: neither will be any better soon after.</summary>
    public static bool IsRefused(RedisConnectionException exception) =>
        (exception.InnerException as RedisConnectionException ?? exception).FailureType == ConnectionFailureType.AuthenticationFailure
        || exception.GetBaseException() is AuthenticationException;

    /// <summary>A server's error without what it quotes: that may be a key, which names a user, or a password.</summary>
    public static string WithoutQuotes(string message) => message.Split([" '", " `", " \""], 2, StringSplitOptions.None)[0]; // ` up to Redis 6

    /// <summary>What a TLS handshake that gets no answer is reported as. The library reports nothing.</summary>
    public static RedisConnectionException HangingHandshake() => new(
        ConnectionFailureType.AuthenticationFailure,
        CommandFlags.None,
        "The TLS handshake hangs.",
        new IOException($"no answer within {RedisOptions.ConnectTimeout.TotalMilliseconds} ms"));
}
