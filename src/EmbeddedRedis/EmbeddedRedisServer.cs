using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Lessons.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Tsavorite.core;

namespace Lessons;

/// <summary>
/// A Redis-compatible server (Microsoft.Garnet) in this process, for development and tests: on loopback only,
/// without a password. What it has answered is in its data folder, and survives the end of the process.
/// </summary>
public sealed class EmbeddedRedisServer : IDisposable
{
    private const int MaxAttempts = 5;

    private readonly GarnetServer _server;
    private readonly FileStream _lock;

    private EmbeddedRedisServer(GarnetServer server, FileStream folderLock, string dataFolder, int port)
    {
        (_server, _lock) = (server, folderLock);
        (DataFolder, Port) = (dataFolder, port);
    }

    public string DataFolder { get; }

    public int Port { get; }

    public RedisUrl Url => new("127.0.0.1", Port, UseTls: false, User: null, Password: null, Database: 0);

    /// <summary>Starts the server on a free port with the data of the folder, which is made if need be.</summary>
    /// <exception cref="EmbeddedRedisException">The folder is in use by another process, or cannot be used.</exception>
    public static EmbeddedRedisServer Start(string dataFolder)
    {
        var folderLock = Lock(dataFolder);
        try
        {
            var (server, port) = StartServer(dataFolder);
            return new(server, folderLock, dataFolder, port);
        }
        catch (Exception exception)
        {
            folderLock.Dispose();
            throw new EmbeddedRedisException($"The data in {dataFolder} cannot be served: {exception.GetBaseException().Message} Move the folder away to begin anew.", exception);
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _lock.Dispose();
    }

    // Garnet cannot bind port 0. Another program may take a port between the look and the bind.
    private static (GarnetServer Server, int Port) StartServer(string dataFolder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Find();
            var server = new GarnetServer(Options(port, dataFolder));
            try
            {
                server.Start();
                return (server, port);
            }
            catch (Exception exception) when (exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } && attempt < MaxAttempts)
            {
                server.Dispose();
            }
        }
    }

    private static FileStream Lock(string dataFolder)
    {
        try
        {
            Directory.CreateDirectory(dataFolder);
            return new(Path.Combine(dataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new EmbeddedRedisException($"The data folder {dataFolder} is in use by another process. Stop that one, start this one elsewhere, or set UPSTASH_REDIS_URL.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedRedisException($"The data folder {dataFolder} cannot be used: {exception.Message}", exception);
        }
    }

    private static GarnetServerOptions Options(int port, string dataFolder) => new(NullLogger.Instance)
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        QuietMode = true,

        // Each write is in the log before it is answered.
        EnableAOF = true,
        WaitForCommit = true,
        Recover = true,
        FailOnRecoveryError = true,
        CheckpointDir = dataFolder,

        // The default device wants a native library that few machines have.
        DeviceType = DeviceType.RandomAccess,
        DeviceFactoryCreator = new LocalStorageNamedDeviceFactoryCreator(deviceType: DeviceType.RandomAccess),

        // What does not fit into memory goes to the folder; without a tier it would be dropped.
        EnableStorageTier = true,
        LogDir = dataFolder,

        // A course's progress is small; the defaults are for servers with many gigabytes.
        LogMemorySize = "64m",
        PageSize = "1m",
        IndexMemorySize = "1m",
        AofMemorySize = "8m",
        AofPageSize = "2m",
        MaxDatabases = 1,
        DisablePubSub = true,
    };
}
