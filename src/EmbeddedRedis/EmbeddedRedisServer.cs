using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet.server;
using Garnet.server.Auth.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Portable.Redis;
using Tsavorite.core;

namespace Lessons;

/// <summary>
/// A Redis-compatible server (Microsoft.Garnet) in this process, for development and tests. It listens on 127.0.0.1 only. It requires
/// a password, because any web page can make a browser send bytes to a loopback port. Each start creates a new password and does not
/// store it. Tests can start a server without a password. Every acknowledged write is in the data folder and survives the end of the
/// process. Except on Windows, only the owner can read the folder.
/// </summary>
public sealed class EmbeddedRedisServer : IDisposable
{
    private const int MaxAttempts = 5;

    // If Garnet waits this long for the disk and writes no bytes, the server is stuck. Even a slow disk writes some bytes in this time.
    private static readonly TimeSpan DiskPatience = TimeSpan.FromSeconds(5);

    private readonly RecoveringServer _server;
    private readonly FileStream _lock;

    private readonly string? _password;

    private EmbeddedRedisServer(RecoveringServer server, FileStream folderLock, string dataFolder, int port, string? password)
    {
        (_server, _lock, _password) = (server, folderLock, password);
        (DataFolder, Port) = (dataFolder, port);
    }

    public string DataFolder { get; }

    /// <summary>Describes the bytes of the append-only file that the start could not read. Null if it read the whole file.</summary>
    public RecoveryLoss? Loss { get; private init; }

    public int Port { get; }

    /// <summary>The message to log when <see cref="IsStuckBeforeAsync"/> returns true.</summary>
    public string StuckMessage =>
        $"The embedded Redis cannot write to {DataFolder}: the disk may be full. The program exits. "
        + "Acknowledged writes are kept. Free disk space and start the program again";

    public RedisUrl Url => new("127.0.0.1", Port, UseTls: false, User: null, _password, Database: 0);

    /// <summary>The value of <c>UPSTASH_REDIS_URL</c> for a child process. The value contains the password.</summary>
    public string UrlWithPassword => string.Create(CultureInfo.InvariantCulture, $"redis://{(_password is null ? "" : $":{_password}@")}127.0.0.1:{Port}");

    /// <summary>
    /// Starts the server on a free port with the data of the folder, and creates the folder if it does not exist. A server without a
    /// password is for tests that read its data with another client.
    /// </summary>
    /// <exception cref="EmbeddedRedisException">Another process uses the folder, or the folder or its data cannot be used.</exception>
    public static EmbeddedRedisServer Start(string dataFolder, bool hasPassword = true)
    {
        var password = hasPassword ? RandomNumberGenerator.GetHexString(32, lowercase: true) : null;
        var folderLock = Lock(dataFolder);
        try
        {
            var bytesOnDisk = AppendOnlyLog.CountUsedBytes(dataFolder);
            var (server, port) = StartServer(dataFolder, password);
            var recovered = server.LogEnd;
            RecoveryLoss? loss = null;
            if (bytesOnDisk > recovered)
            {
                server.Dispose();
                loss = new(recovered, bytesOnDisk, AppendOnlyLog.CutOff(dataFolder, recovered));
                (server, port) = StartServer(dataFolder, password);
            }

            return new(server, folderLock, dataFolder, port, password) { Loss = loss };
        }
        catch (Exception exception) when (IsPortTaken(exception))
        {
            folderLock.Dispose();
            throw new EmbeddedRedisException(
                $"The embedded Redis cannot listen: other programs took each of {MaxAttempts} free ports first. Start the program again.",
                exception);
        }
        catch (Exception exception)
        {
            folderLock.Dispose();
            throw new EmbeddedRedisException(
                $"The data in {dataFolder} cannot be loaded: {exception.GetBaseException().Message} Move the folder away to start without data.",
                exception);
        }
    }

    /// <summary>
    /// Waits until <paramref name="end"/> has ended, and returns false. Returns true earlier if commands have waited five seconds for
    /// the disk and Garnet has written none of their bytes. Garnet does not repeat a failed write. To free disk space is therefore not
    /// enough: the server must be started again.
    /// </summary>
    public static async Task<bool> IsStuckBeforeAsync(EmbeddedRedisServer? redis, Task end)
    {
        using var ended = new CancellationTokenSource();
        var stuck = redis?.WaitUntilStuckAsync(ended.Token) ?? Task.Delay(Timeout.Infinite, ended.Token);
        var isStuck = await Task.WhenAny(end, stuck) == stuck;
        await ended.CancelAsync();
        await stuck.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isStuck;
    }

    public void Dispose()
    {
        _server.Dispose();
        _lock.Dispose();
    }

    // Garnet cannot bind port 0, so this method finds a free port. Another program may bind that port before Garnet does. Then the
    // method tries another port, up to MaxAttempts ports.
    private static (RecoveringServer Server, int Port) StartServer(string dataFolder, string? password)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Find();
            var server = new RecoveringServer(Options(port, dataFolder, password));
            try
            {
                server.Start();
                return (server, port);
            }
            catch (Exception exception) when (IsPortTaken(exception) && attempt < MaxAttempts)
            {
                server.Dispose();
            }
        }
    }

    private static bool IsPortTaken(Exception exception) =>
        exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };

    private static void CreateFolder(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task WaitUntilStuckAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var (written, since) = (_server.WrittenEnd, Stopwatch.GetTimestamp());
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var end = _server.WrittenEnd;
            if (end != written || end == _server.LogEnd)
                (written, since) = (end, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(since) > DiskPatience)
                return;
        }
    }

    private static FileStream Lock(string dataFolder)
    {
        try
        {
            CreateFolder(dataFolder);
            return new(Path.Combine(dataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && !File.Exists(dataFolder))
        {
            throw new EmbeddedRedisException(
                $"The data folder {dataFolder} is in use by another process. Stop that process, start in another folder, or set UPSTASH_REDIS_URL.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedRedisException($"The data folder {dataFolder} cannot be used: {exception.Message}", exception);
        }
    }

    private static GarnetServerOptions Options(int port, string dataFolder, string? password) => new(NullLogger.Instance)
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        QuietMode = true,
        AuthSettings = password is null ? new NoAuthSettings() : new PasswordAuthenticationSettings(password),

        // Garnet writes each change to the append-only file before it sends the response.
        EnableAOF = true,
        WaitForCommit = true,
        Recover = true,
        FailOnRecoveryError = true,
        CheckpointDir = dataFolder,

        // Garnet's default device needs a native library that few machines have.
        DeviceType = DeviceType.RandomAccess,
        DeviceFactoryCreator = new LocalStorageNamedDeviceFactoryCreator(deviceType: DeviceType.RandomAccess),

        // Data that exceeds LogMemorySize goes to the data folder. Without a storage tier Garnet would drop that data.
        EnableStorageTier = true,
        LogDir = dataFolder,

        // The progress of a course needs little memory. Garnet's defaults are for servers with many gigabytes.
        LogMemorySize = "64m",
        PageSize = "1m",
        IndexMemorySize = "1m",
        AofMemorySize = "8m",
        AofPageSize = "2m",
        MaxDatabases = 1,
        DisablePubSub = true,
    };
}
