using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>
/// Connects, selects the database, and reports changes of the connection's state. The library itself opens a lost connection
/// again. The file docs/architecture.md has a diagram of the states.
/// </summary>
internal sealed class RedisConnector : IAsyncDisposable
{
    private readonly RedisUrl _url;
    private readonly ILogger _logger;
    private readonly RedisDiagnosis _diagnosis;

    // Without the cluster setting, a MOVED reply means that the setting is wrong. Following the redirect would hide the mistake.
    private readonly CommandFlags _flags;

    private readonly Task<ConnectionMultiplexer> _multiplexer;
    private IDatabase? _database;
    private Task? _select;

    public RedisConnector(RedisSettings settings, ILogger logger)
    {
        (_url, _logger, _diagnosis) = (settings.Url, logger, new(settings.Url, logger));
        _flags = settings.IsCluster ? CommandFlags.None : CommandFlags.NoRedirect;
        _multiplexer = Task.Run(() => ConnectAsync(RedisOptions.Create(settings, Socket))); // runs in parallel with the rest of the start
    }

    /// <summary>The socket of the connection.</summary>
    public RedisSocket Socket { get; } = new();

    /// <summary>Whether the first attempt to connect has ended, and the library has a connection now.</summary>
    public bool IsConnected => _multiplexer.IsCompletedSuccessfully && _multiplexer.Result.IsConnected;

    /// <summary>Whether the server did not answer two TLS handshakes in a row. The library does not report this state.</summary>
    public bool IsHanging => _url.UseTls && Socket.IsHanging;

    /// <summary>Whether this process has closed the connection. Commands fail from then on.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The server's own reason for refusing connections; null where the server gave no reason.</summary>
    public string? Reason => _diagnosis.Reason;

    // The DisposeAsync of the library alone would wait for running commands, up to their time-out.
    public async ValueTask DisposeAsync()
    {
        var multiplexer = await _multiplexer;
        IsClosed = true;
        await multiplexer.CloseAsync(allowCommandsToComplete: false);
        await multiplexer.DisposeAsync();
    }

    /// <summary>Completes when the first attempt to connect has succeeded or failed.</summary>
    public Task WaitForFirstAttemptAsync() => _multiplexer;

    /// <summary>
    /// Sends a command. Once the database is selected, this method returns the library's own task without a wrapper. An exception
    /// of the library becomes a failed task.
    /// </summary>
    public Task<T> TryAsync<T>(Func<IDatabase, CommandFlags, Task<T>> command)
    {
        if (IsClosed)
            return Task.FromException<T>(Closed());
        if (_database is not { } database || (_url.Database != 0 && _select is not { IsCompletedSuccessfully: true }))
            return PrepareAndTryAsync(command);
        try
        {
            return command(database, _flags);
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException)
        {
            return Task.FromException<T>(exception);
        }
        catch (ObjectDisposedException)
        {
            return Task.FromException<T>(Closed());
        }
    }

    private static RedisConnectionException Closed() => new(ConnectionFailureType.SocketClosed, CommandFlags.None, "This process has closed its connection to Redis.");

    private async Task<T> PrepareAndTryAsync<T>(Func<IDatabase, CommandFlags, Task<T>> command)
    {
        var database = _database = (await _multiplexer).GetDatabase();
        await RequireDatabaseAsync(database);
        return await command(database, _flags);
    }

    // The library also selects a database, but it ignores the reply. Where the database does not exist, or where the user may not
    // select it, commands would silently use database 0.
    private async Task RequireDatabaseAsync(IDatabase database)
    {
        if (_url.Database == 0)
            return;
        try
        {
            await (_select ??= database.ExecuteAsync("SELECT", _url.Database));
        }
        catch
        {
            _select = null;
            throw;
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        var isUp = true;
        multiplexer.ConnectionFailed += (_, e) =>
        {
            _select = null;
            if (Interlocked.Exchange(ref isUp, false))
                RedisLog.RedisConnectionFailed(_logger, e.FailureType.ToString(), e.Exception?.GetBaseException().Message);
            else
                _ = _diagnosis.RunAsync(isLogged: true); // the library has failed again: the diagnosis finds out whether the server refuses the connection
        };
        multiplexer.ConnectionRestored += (_, _) =>
        {
            Socket.ShowLife();
            isUp = true;
            _diagnosis.Clear();
            RedisLog.RedisConnectionRestored(_logger);
        };
        isUp = multiplexer.IsConnected;
        if (!isUp)
            _ = ReportUnreachableAsync(); // commands do not wait for this report
        return multiplexer;
    }

    private async Task ReportUnreachableAsync()
    {
        await _diagnosis.RunAsync(isLogged: false);
        RedisLog.RedisUnreachable(_logger, Reason is { } reason ? $"The reason of the server: {reason}" : WhyNot());
    }

    // A server may stay silent when the client uses TLS and the server does not, or the other way round. Neither the library nor
    // the server then gives a reason, so this text names TLS as a possible cause.
    private string WhyNot() => "The log line of a failed request contains the reason. If the reason is a time-out, "
        + (_url.UseTls ? "the server may not support TLS, which rediss:// in the URL requires." : "the server may require TLS, and the URL must then begin with rediss://.");
}
