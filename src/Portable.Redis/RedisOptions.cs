using System.Net.Sockets;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>The options with which StackExchange.Redis connects: few commands and short time-outs.</summary>
internal static class RedisOptions
{
    // This set must not be empty: the library would then use its own map of commands, which the Native AOT programs do not
    // initialise (NativeAot.Substitutions.xml). Without these commands the handshake is AUTH, HELLO and ECHO on one connection,
    // instead of 18 commands on two connections. Without UNLINK, the library deletes a key with DEL.
    private static readonly HashSet<string> NotNeeded = ["CLUSTER", "INFO", "CONFIG", "SUBSCRIBE", "CLIENT", "SENTINEL", "UNLINK"];

    // The CLUSTER command returns where the slots of a cluster are. The library sends it again whenever slots move.
    private static readonly HashSet<string> NotNeededInCluster = ["INFO", "CONFIG", "SUBSCRIBE", "CLIENT", "SENTINEL", "UNLINK"];

    /// <summary>The time limit of one attempt to connect. It does not depend on the budget of a command.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    public static ConfigurationOptions Create(RedisSettings settings, RedisSocket watched) =>
        Create(settings.Url, settings.IsCluster, (int)settings.Timeout.TotalMilliseconds, watched);

    private static ConfigurationOptions Create(RedisUrl url, bool isCluster, int timeoutMilliseconds, RedisSocket watched) => new()
    {
        EndPoints = { { url.Host, url.Port } },
        Ssl = url.UseTls,
        SslHost = url.UseTls ? url.Host : null,
        CheckCertificateRevocation = false, // as in Go's, Python's and Node's clients: a check would be a download at each start
        User = url.User,
        Password = url.Password,
        DefaultDatabase = url.Database,

        CommandMap = CommandMap.Create(isCluster ? NotNeededInCluster : NotNeeded, available: false),
        ConfigurationChannel = "",
        TieBreaker = "",
        SetClientLibrary = false,
        ClientName = "", // without a name, the library would look for one by reflection

        // The host starts even without Redis. A command fails at once while there is no connection.
        AbortOnConnectFail = false,
        BacklogPolicy = BacklogPolicy.FailFast,
        ConnectRetry = 0,
        ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds,
        AsyncTimeout = timeoutMilliseconds,

        // The library opens a lost connection again at once. When that fails, it retries one connect time-out after the start of
        // the last attempt.
        ReconnectRetryPolicy = watched,
        HeartbeatInterval = TimeSpan.FromMilliseconds(250),

        // The library sends no PING each minute (0 would mean 60 s). TCP's own keep-alive costs no command, and keeps a NAT's
        // mapping.
        KeepAlive = int.MaxValue,
        BeforeSocketConnect = (_, _, socket) =>
        {
            KeepAlive(socket);
            if (!isCluster)
                watched.Open(socket); // in a cluster there are several sockets, and it is unknown which socket a command waits for
        },

        // A key names a session or a user, and exceptions are logged. Exceptions must therefore not contain keys.
        IncludeDetailInExceptions = false,
    };

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
