using System.Diagnostics;
using System.Security.Authentication;
using Lessons.Telemetry;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>The process's one connection to Redis. It heals itself; what it could not do in time is a <see cref="StoreException"/>.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    // A command with its retry; the host's caller is waiting.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    // A closed connection is noticed by the command that uses it, and is open again a few milliseconds later.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(5);

    private readonly int _databaseNumber;
    private readonly bool _useTls;
    private readonly ILogger _logger;
    private readonly Task<ConnectionMultiplexer> _multiplexer;
    private Task? _select;

    private RedisConnection(RedisUrl url, AppSettings settings, ILogger logger)
    {
        (_databaseNumber, _useTls, _logger) = (url.Database, url.UseTls, logger);
        _multiplexer = Task.Run(() => ConnectAsync(RedisOptions.Create(url, settings.RedisCluster))); // beside whatever else a start has to do
    }

    /// <summary>Begins to connect and returns at once: a server out of reach stops no host.</summary>
    /// <exception cref="SettingsException">The URL names a database of a cluster.</exception>
    public static RedisConnection Open(RedisUrl url, AppSettings settings, ILogger logger) =>
        settings.RedisCluster && url.Database != 0
            ? throw new SettingsException("REDIS_CLUSTER is true, but the Redis URL ends in a database number: a cluster has database 0 only.")
            : new(url, settings, logger);

    /// <summary>Asks whether the server answers; any server of a cluster.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => ExecuteAsync("PING", database => database.PingAsync(), cancellationToken);

    /// <summary>Runs one idempotent command, by the name that telemetry shows. Tried once more when the connection is lost.</summary>
    public Task<T> ExecuteAsync<T>(string operation, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken) =>
        StoreTelemetry.IsWanted ? ObserveAsync(operation, command, cancellationToken) : ExecuteAsync(command, cancellationToken);

    public async ValueTask DisposeAsync() => await (await _multiplexer).DisposeAsync();

    /// <summary>
    /// Runs one idempotent command. When the connection is lost it is tried once more, as soon as it is open again;
    /// a time-out is not, since by then the caller's time is up.
    /// </summary>
    private async Task<T> ExecuteAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteWithRetryAsync(command, cancellationToken).WaitAsync(Budget, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new StoreException(exception);
        }
    }

    // Apart, so that its closure costs nothing where nobody listens.
    private Task<T> ObserveAsync<T>(string operation, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken) =>
        StoreTelemetry.ObserveAsync(operation, () => ExecuteAsync(command, cancellationToken));

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        var isUp = multiplexer.IsConnected;
        multiplexer.ConnectionFailed += (_, e) =>
        {
            _select = null;
            if (Interlocked.Exchange(ref isUp, false))
                Log.RedisConnectionFailed(_logger, e.FailureType.ToString(), e.Exception?.GetBaseException().Message);
        };
        multiplexer.ConnectionRestored += (_, _) =>
        {
            isUp = true;
            Log.RedisConnectionRestored(_logger);
        };
        if (!isUp)
            Log.RedisUnreachable(_logger, WhyNot()); // to ask with a PING might send it
        return multiplexer;
    }

    // A server that does not speak what it is spoken to may just be silent: neither side then has more to tell.
    private string WhyNot() => "A request that fails tells why; where it is a time-out, "
        + (_useTls ? "the server may not speak TLS, which the URL's rediss:// asks for." : "the server may want TLS only, which a URL with rediss:// asks for.");

    private async Task<T> ExecuteWithRetryAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var multiplexer = await _multiplexer;
        var database = multiplexer.GetDatabase();
        try
        {
            await RequireDatabaseAsync(database);
            return await command(database);
        }
        catch (RedisConnectionException exception) when (!IsCertificateRefused(exception))
        {
            Instruments.StoreRetries.Add(1);
            var start = Stopwatch.GetTimestamp();
            do
                await Task.Delay(RetryInterval, cancellationToken);
            while (!multiplexer.IsConnected && Stopwatch.GetElapsedTime(start) < Budget);
            await RequireDatabaseAsync(database);
            return await command(database);
        }
    }

    // Soon after it will be no better.
    private static bool IsCertificateRefused(RedisConnectionException exception) => exception.GetBaseException() is AuthenticationException;

    // The library selects a database too, but does not look at the answer: a database that does not exist, or that
    // the user may not select, would silently be database 0.
    private async Task RequireDatabaseAsync(IDatabase database)
    {
        if (_databaseNumber == 0)
            return;
        try
        {
            await (_select ??= database.ExecuteAsync("SELECT", _databaseNumber));
        }
        catch
        {
            _select = null;
            throw;
        }
    }
}
