using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Portable.Http;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>
/// The process's one connection to Redis. A lost connection is opened again. A command that does not succeed in time throws a
/// <see cref="StoreException"/>.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    // A command detects that the connection is closed. The library usually opens a new connection a few milliseconds later, so
    // the first interval is short. While Redis is unavailable, every request waits, so each interval is twice as long as the
    // interval before.
    private static readonly TimeSpan FirstRetryInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetryInterval = TimeSpan.FromMilliseconds(80);

    // A request replaces a connection only if the connection is at least this old. Otherwise each request would open a connection
    // while a server stays read-only.
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(1);

    private readonly RedisConnector _connector;
    private readonly RedisInstruments _instruments;

    // The time limit of a command including its retry. The HTTP client waits during this time.
    private readonly TimeSpan _budget;

    // A command waits for a reply on one connection for half of the budget. The other half is for a retry on a new connection.
    private readonly TimeSpan _patience;

    private RedisConnection(RedisSettings settings, RedisInstruments instruments, ILogger logger)
    {
        (_connector, _instruments) = (new(settings, logger), instruments);
        (_budget, _patience) = (settings.Timeout, settings.Timeout / 2);
    }

    /// <summary>Starts to connect and returns at once, so that an unreachable server does not stop the host.</summary>
    /// <exception cref="SettingsException">The URL names a database of a cluster.</exception>
    public static RedisConnection Open(RedisSettings settings, RedisInstruments instruments, ILogger logger) =>
        settings.IsCluster && settings.Url.Database != 0
            ? throw new SettingsException("REDIS_CLUSTER is true, but the Redis URL ends in a database number. A cluster has only database 0.")
            : new(settings, instruments, logger);

    /// <summary>Checks whether the server answers. In a cluster, any server may answer.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => ExecuteAsync("PING", (database, flags) => database.PingAsync(flags), cancellationToken);

    /// <summary>
    /// Runs one idempotent command, or several commands that are sent together. Telemetry shows them under the name <paramref
    /// name="operation"/>. The commands are retried once when the connection is lost, gives no reply, or leads to a server that
    /// cannot run the commands now.
    /// </summary>
    public Task<T> ExecuteAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.AreWanted ? ObserveAsync(operation, command, cancellationToken) : ExecuteAsync(command, cancellationToken);

    /// <summary>Closes the connection. Commands that are still running fail.</summary>
    public async ValueTask DisposeAsync() => await _connector.DisposeAsync();

    // This is a separate method, so that its closure costs nothing where no listener is active.
    private Task<T> ObserveAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.ObserveAsync(operation, () => ExecuteAsync(command, cancellationToken));

    /// <summary>
    /// Runs one idempotent command within the budget, including its retry. When the connection is lost, gives no reply, or leads
    /// to a server that cannot run the command now, the command is retried once on a new connection.
    /// </summary>
    private async Task<T> ExecuteAsync<T>(Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var attempt = _connector.TryAsync(command);
        try
        {
            var answer = await attempt.WaitAsync(_patience, cancellationToken);
            _connector.Socket.ShowLife();
            return answer;
        }
        catch (Exception exception) when (exception is TimeoutException or RedisException or RedisCommandException)
        {
            // Nearly every command has returned its reply above. ExecuteWithPatienceAsync awaits the same task, which has failed
            // or still runs. That method retries the command or throws a StoreException.
        }

        return await ExecuteWithPatienceAsync(attempt, command, start, cancellationToken);
    }

    private async Task<T> ExecuteWithPatienceAsync<T>(Task<T> attempt, Func<IDatabase, CommandFlags, Task<T>> command, long start, CancellationToken cancellationToken)
    {
        var answer = ExecuteWithRetryAsync(attempt, command, start, cancellationToken);
        try
        {
            return await answer.WaitAsync(Left(_patience, start), cancellationToken);
        }
        catch (TimeoutException)
        {
            if (!answer.IsCompleted)
                DropIfSilent();
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException)
        {
            throw Failure(exception);
        }

        return await AwaitRestAsync(answer, start, cancellationToken);
    }

    private async Task<T> ExecuteWithRetryAsync<T>(Task<T> attempt, Func<IDatabase, CommandFlags, Task<T>> command, long start, CancellationToken cancellationToken)
    {
        try
        {
            return await WatchAsync(attempt);
        }
        catch (RedisConnectionException) when (_connector.IsHanging) // the next attempt to connect would hang too
        {
            throw RedisErrors.HangingHandshake();
        }
        catch (RedisConnectionException exception) when (!_connector.IsClosed && !RedisErrors.IsRefused(exception))
        {
            // The library is already opening a new connection.
        }
        catch (RedisServerException exception) when (RedisErrors.IsForAnotherServer(exception))
        {
            _connector.Socket.DropIfOlder(LeastAge);
        }
        catch (RedisCommandException) // the library has found that the server is a replica
        {
            _connector.Socket.DropIfOlder(LeastAge);
        }

        _instruments.Retries.Add(1);
        await _connector.WaitForFirstAttemptAsync();
        var interval = FirstRetryInterval;
        do
        {
            await Task.Delay(interval, cancellationToken);
            interval = interval < LastRetryInterval ? interval * 2 : interval;
        }
        while (!(_connector.IsConnected && !_connector.Socket.IsDropped) && Stopwatch.GetElapsedTime(start) + interval < _budget);
        if (Stopwatch.GetElapsedTime(start) >= _budget)
            throw new TimeoutException(); // the caller has received a StoreException, and a command sent now might overwrite a later command
        return await WatchAsync(_connector.TryAsync(command));
    }

    private async Task<T> WatchAsync<T>(Task<T> attempt)
    {
        try
        {
            var answer = await attempt;
            _connector.Socket.ShowLife();
            return answer;
        }
        catch (RedisServerException)
        {
            _connector.Socket.ShowLife();
            throw;
        }
    }

    private void DropIfSilent()
    {
        if (_connector.IsConnected)
            _connector.Socket.DropIfSilent(_patience);
        else
            // RedisSocket ends a hanging TLS handshake earlier, so a socket of this age is past its handshake.
            _connector.Socket.DropIfOlder(RedisOptions.ConnectTimeout * 1.5);
    }

    private async Task<T> AwaitRestAsync<T>(Task<T> answer, long start, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.WaitAsync(Left(_budget, start), cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException)
        {
            throw Failure(exception);
        }
        catch (TimeoutException) // the library's own exception contains the command's key in its Data
        {
            throw new StoreException(new TimeoutException($"Redis did not answer within {_budget.TotalMilliseconds} ms."));
        }
    }

    private StoreException Failure(Exception exception) =>
        new(exception, exception is RedisConnectionException ? _connector.Reason : null);

    private static TimeSpan Left(TimeSpan time, long start)
    {
        var left = time - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
