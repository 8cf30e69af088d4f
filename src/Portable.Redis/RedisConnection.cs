using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Portable.Http;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>The process's one connection to Redis. It heals itself; what it could not do in time is a <see cref="StoreException"/>.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    // A closed connection is noticed by the command that uses it, and is open again a few milliseconds later. Who
    // waits longer looks less often: while Redis is away, every request waits.
    private static readonly TimeSpan FirstRetryInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetryInterval = TimeSpan.FromMilliseconds(80);

    // A server that stays read-only is not to be connected to anew for every request.
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(1);

    private readonly RedisConnector _connector;
    private readonly RedisInstruments _instruments;

    // A command with its retry; the host's caller is waiting.
    private readonly TimeSpan _budget;

    // How long a connection may say nothing to a command. The other half of the budget is for a new one.
    private readonly TimeSpan _patience;

    private RedisConnection(RedisSettings settings, RedisInstruments instruments, ILogger logger)
    {
        (_connector, _instruments) = (new(settings, logger), instruments);
        (_budget, _patience) = (settings.Timeout, settings.Timeout / 2);
    }

    /// <summary>Begins to connect and returns at once: a server out of reach stops no host.</summary>
    /// <exception cref="SettingsException">The URL names a database of a cluster.</exception>
    public static RedisConnection Open(RedisSettings settings, RedisInstruments instruments, ILogger logger) =>
        settings.IsCluster && settings.Url.Database != 0
            ? throw new SettingsException("REDIS_CLUSTER is true, but the Redis URL ends in a database number: a cluster has database 0 only.")
            : new(settings, instruments, logger);

    /// <summary>Asks whether the server answers; any server of a cluster.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => ExecuteAsync("PING", (database, flags) => database.PingAsync(flags), cancellationToken);

    /// <summary>
    /// Runs one idempotent command, or some that go out together, by the name that telemetry shows. They are tried once more when the
    /// connection is lost.
    /// </summary>
    public Task<T> ExecuteAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.AreWanted ? ObserveAsync(operation, command, cancellationToken) : ExecuteAsync(command, cancellationToken);

    /// <summary>Closes the connection. Commands that are under way fail.</summary>
    public async ValueTask DisposeAsync() => await _connector.DisposeAsync();

    // Apart, so that its closure costs nothing where nobody listens.
    private Task<T> ObserveAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.ObserveAsync(operation, () => ExecuteAsync(command, cancellationToken));

    /// <summary>
    /// Runs one idempotent command, all in all within the budget. When the connection is lost or says nothing, it is
    /// tried once more on a new one.
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
            // The attempt still holds it; nearly every command has its answer by now, and what follows is for the others.
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
        catch (RedisConnectionException) when (_connector.IsHanging) // the next attempt will be no better
        {
            throw RedisErrors.HangingHandshake();
        }
        catch (RedisConnectionException exception) when (!_connector.IsClosed && !RedisErrors.IsRefused(exception))
        {
            // The library is opening a new one.
        }
        catch (RedisServerException exception) when (RedisErrors.IsForAnotherServer(exception))
        {
            _connector.Socket.DropIfOlder(LeastAge);
        }
        catch (RedisCommandException) // the library knows the server as a replica
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
            throw new TimeoutException(); // it was answered as failed: done now, it might undo what came after
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
            _connector.Socket.DropIfOlder(RedisOptions.ConnectTimeout * 1.5); // past its handshake: one that hangs in it is ended before
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
        catch (TimeoutException) // the library's own names the command's key
        {
            throw new StoreException(new TimeoutException($"Redis gave no answer within {_budget.TotalMilliseconds} ms."));
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
