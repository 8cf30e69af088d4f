using System.Net.Sockets;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>Redis could not be reached, did not answer in time, or answered with an error.</summary>
public sealed class StoreException(Exception cause, string? serversReason = null) : Exception("A Redis command failed.", cause)
{
    /// <summary>
    /// The final cause of the failure, for the log. An error of Redis ends before its first quoted part, because that part may
    /// contain a key, which names a user.
    /// </summary>
    public string Reason => serversReason ?? GetBaseException() switch
    {
        RedisServerException error when error.Message.StartsWith("Key has MOVED", StringComparison.Ordinal) => "MOVED: the server is a node of a cluster, so REDIS_CLUSTER must be true.",
        RedisServerException error => RedisErrors.WithoutQuotes(error.Message),
        var cause and (IOException or SocketException) when IsOfHandshake => $"The TLS handshake failed ({cause.Message.TrimEnd('.')}): the server may not support TLS, which rediss:// in the URL requires.",
        var cause => cause.Message,
    };

    // The library reports a failed TLS handshake with this failure type. RedisConnection reports a hanging TLS handshake with the
    // same type.
    private bool IsOfHandshake
    {
        get
        {
            var inner = InnerException;
            while (inner is not null and not RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure })
                inner = inner.InnerException;
            return inner is not null;
        }
    }
}
