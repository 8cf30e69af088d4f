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
    // The command that uses a closed connection detects that it is closed. The connection is open again a few milliseconds later.
    // A longer wait checks less often, because every request waits while Redis is unavailable.
    private static readonly TimeSpan FirstRetryInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetryInterval = TimeSpan.FromMilliseconds(80);

    // While a server stays read-only, a request must not open a new connection each time.
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(1);

    private readonly RedisConnector _connector;
    private readonly RedisInstruments _instruments;

    // The time for a command and its retry. The client of the host waits for the result.
    private readonly TimeSpan _budget;

    // How long a command waits for a reply on one connection. The other half of the budget is for a new connection.
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
    /// name="operation"/>. The commands are retried once when the connection is lost.
    /// </summary>
    public Task<T> ExecuteAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.AreWanted ? ObserveAsync(operation, command, cancellationToken) : ExecuteAsync(command, cancellationToken);

    /// <summary>Closes the connection. Commands that are still running fail.</summary>
    public async ValueTask DisposeAsync() => await _connector.DisposeAsync();

    // This is a separate method, so that its closure costs nothing where no listener is active.
    private Task<T> ObserveAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.ObserveAsync(operation, () => ExecuteAsync(command, cancellationToken));

    /// <summary>
    /// Runs one idempotent command within the budget, including its retry. When the connection is lost or does not answer, the
    /// command is retried once on a new connection.
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
            // The task of the attempt keeps its exception. Nearly every command has already returned its reply above. The code
            // below handles the other commands.
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
        catch (RedisConnectionException) when (_connector.IsHanging) // the next attempt would hang too
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
            throw new TimeoutException(); // the caller has got a failure already; a command sent now might undo a later one
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
            // A socket of this age is not in its TLS handshake: a hanging handshake is ended earlier.
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
        catch (TimeoutException) // the library's own message names the command's key
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
