using System.Net.Sockets;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>How StackExchange.Redis is to connect: with few commands, and with no patience.</summary>
internal static class RedisOptions
{
    // Never to be empty: the library would take its own map then, which the programs of the two clouds lack.
    // Without these the handshake is AUTH, HELLO and ECHO on one connection, instead of 18 commands on two; without UNLINK a
    // key is deleted with DEL.
    private static readonly HashSet<string> NotNeeded = ["CLUSTER", "INFO", "CONFIG", "SUBSCRIBE", "CLIENT", "SENTINEL", "UNLINK"];

    // Where the slots of a cluster are is for CLUSTER to say, again whenever they move.
    private static readonly HashSet<string> NotNeededInCluster = ["INFO", "CONFIG", "SUBSCRIBE", "CLIENT", "SENTINEL", "UNLINK"];

    /// <summary>How long one attempt to connect may take, whatever the budget of a command is.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    public static ConfigurationOptions Create(RedisSettings settings, RedisSocket watched) =>
        Create(settings.Url, settings.IsCluster, (int)settings.Timeout.TotalMilliseconds, watched);

    private static ConfigurationOptions Create(RedisUrl url, bool isCluster, int timeoutMilliseconds, RedisSocket watched) => new()
    {
        EndPoints = { { url.Host, url.Port } },
        Ssl = url.UseTls,
        SslHost = url.UseTls ? url.Host : null,
        CheckCertificateRevocation = false, // as in Go's, Python's and Node's clients: it would be a download at each start
        User = url.User,
        Password = url.Password,
        DefaultDatabase = url.Database,

        CommandMap = CommandMap.Create(isCluster ? NotNeededInCluster : NotNeeded, available: false),
        ConfigurationChannel = "",
        TieBreaker = "",
        SetClientLibrary = false,
        ClientName = "", // not given, it would be found out by reflection

        // The host comes up without Redis, and a command fails at once while there is no connection.
        AbortOnConnectFail = false,
        BacklogPolicy = BacklogPolicy.FailFast,
        ConnectRetry = 0,
        ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds,
        AsyncTimeout = timeoutMilliseconds,

        // A lost connection is opened again at once; when that fails, a connect time-out after the last attempt began.
        ReconnectRetryPolicy = watched,
        HeartbeatInterval = TimeSpan.FromMilliseconds(250),

        // No PING a minute (0 would mean 60 s): TCP's own keep-alive costs no command, and keeps a NAT's mapping.
        KeepAlive = int.MaxValue,
        BeforeSocketConnect = (_, _, socket) =>
        {
            KeepAlive(socket);
            if (!isCluster)
                watched.Open(socket); // of several sockets nobody can tell which one a command waits for
        },

        // A key names a session or a user, and exceptions are logged.
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
