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

    private readonly int _databaseNumber;
    private readonly bool _useTls;
    private readonly ILogger _logger;
    private readonly RedisInstruments _instruments;

    // A command with its retry; the host's caller is waiting.
    private readonly TimeSpan _budget;

    // How long a connection may say nothing to a command. The other half of the budget is for a new one.
    private readonly TimeSpan _patience;

    // Where a server that is no cluster's says MOVED, to follow it would hide what is wrong.
    private readonly CommandFlags _flags;

    private readonly RedisLine _line = new();
    private readonly RedisDiagnosis _diagnosis;
    private readonly Task<ConnectionMultiplexer> _multiplexer;
    private IDatabase? _database;
    private Task? _select;

    private RedisConnection(RedisSettings settings, RedisInstruments instruments, ILogger logger)
    {
        var url = settings.Url;
        (_databaseNumber, _useTls, _logger, _instruments, _diagnosis) = (url.Database, url.UseTls, logger, instruments, new(url, logger));
        (_budget, _patience) = (settings.Timeout, settings.Timeout / 2);
        _flags = settings.IsCluster ? CommandFlags.None : CommandFlags.NoRedirect;
        _multiplexer = Task.Run(() => ConnectAsync(RedisOptions.Create(settings, _line))); // beside whatever else a start has to do
    }

    /// <summary>Begins to connect and returns at once: a server out of reach stops no host.</summary>
    /// <exception cref="SettingsException">The URL names a database of a cluster.</exception>
    public static RedisConnection Open(RedisSettings settings, RedisInstruments instruments, ILogger logger) =>
        settings.IsCluster && settings.Url.Database != 0
            ? throw new SettingsException("REDIS_CLUSTER is true, but the Redis URL ends in a database number: a cluster has database 0 only.")
            : new(settings, instruments, logger);

    /// <summary>Asks whether the server answers; any server of a cluster.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => ExecuteAsync("PING", (database, flags) => database.PingAsync(flags), cancellationToken);

    /// <summary>Runs one idempotent command, by the name that telemetry shows. Tried once more when the connection is lost.</summary>
    public Task<T> ExecuteAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.AreWanted ? ObserveAsync(operation, command, cancellationToken) : ExecuteAsync(command, cancellationToken);

    /// <summary>Closes the connection. Commands that are under way fail.</summary>
    public async ValueTask DisposeAsync() => await (await _multiplexer).DisposeAsync();

    /// <summary>
    /// Runs one idempotent command, all in all within the budget. When the connection is lost or says nothing, it is
    /// tried once more on a new one.
    /// </summary>
    private async Task<T> ExecuteAsync<T>(Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var attempt = TryAsync(command);
        try
        {
            var answer = await attempt.WaitAsync(_patience, cancellationToken);
            _line.ShowLife();
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
                await DropIfSilentAsync();
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException)
        {
            throw Failure(exception);
        }

        return await AwaitRestAsync(answer, start, cancellationToken);
    }

    private async Task DropIfSilentAsync()
    {
        if (_multiplexer.IsCompletedSuccessfully && (await _multiplexer).IsConnected)
            _line.DropIfSilent(_patience);
        else
            _line.DropIfOlder(RedisOptions.ConnectTimeout * 1.5); // past its handshake: one that hangs in it is ended before
    }

    // Apart, so that its closure costs nothing where nobody listens.
    private Task<T> ObserveAsync<T>(string operation, Func<IDatabase, CommandFlags, Task<T>> command, CancellationToken cancellationToken) =>
        _instruments.ObserveAsync(operation, () => ExecuteAsync(command, cancellationToken));

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
                _ = _diagnosis.RunAsync(isLogged: true); // the library has tried again, and was refused
        };
        multiplexer.ConnectionRestored += (_, _) =>
        {
            _line.ShowLife();
            isUp = true;
            _diagnosis.Clear();
            RedisLog.RedisConnectionRestored(_logger);
        };
        isUp = multiplexer.IsConnected;
        if (!isUp)
            _ = ReportUnreachableAsync(); // commands do not wait for it
        return multiplexer;
    }

    private async Task ReportUnreachableAsync()
    {
        await _diagnosis.RunAsync(isLogged: false);
        RedisLog.RedisUnreachable(_logger, _diagnosis.Reason is { } reason ? $"The server says: {reason}" : WhyNot());
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
        new(exception, exception is RedisConnectionException ? _diagnosis.Reason : null);

    // A server that does not speak what it is spoken to may just be silent: neither side then has more to tell.
    private string WhyNot() => "A request that fails tells why; where it is a time-out, "
        + (_useTls ? "the server may not speak TLS, which the URL's rediss:// asks for." : "the server may want TLS only, which a URL with rediss:// asks for.");

    private static TimeSpan Left(TimeSpan time, long start)
    {
        var left = time - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task<T> ExecuteWithRetryAsync<T>(Task<T> attempt, Func<IDatabase, CommandFlags, Task<T>> command, long start, CancellationToken cancellationToken)
    {
        try
        {
            return await WatchAsync(attempt);
        }
        catch (RedisConnectionException) when (_useTls && _line.IsHanging) // the library does not tell, and the next attempt will be no better
        {
            throw RedisErrors.HangingHandshake();
        }
        catch (RedisConnectionException exception) when (!RedisErrors.IsRefused(exception))
        {
            // The library is opening a new one.
        }
        catch (RedisServerException exception) when (RedisErrors.IsForAnotherServer(exception))
        {
            _line.DropIfOlder(LeastAge);
        }
        catch (RedisCommandException) // the library knows the server as a replica
        {
            _line.DropIfOlder(LeastAge);
        }

        _instruments.Retries.Add(1);
        var multiplexer = await _multiplexer;
        var interval = FirstRetryInterval;
        do
        {
            await Task.Delay(interval, cancellationToken);
            interval = interval < LastRetryInterval ? interval * 2 : interval;
        }
        while (!(multiplexer.IsConnected && !_line.IsDropped) && Stopwatch.GetElapsedTime(start) + interval < _budget);
        if (Stopwatch.GetElapsedTime(start) >= _budget)
            throw new TimeoutException(); // it was answered as failed: done now, it might undo what came after
        return await WatchAsync(TryAsync(command));
    }

    // Once there is a connection it is the library's own task, with nothing around it. What the library throws becomes a failed task.
    private Task<T> TryAsync<T>(Func<IDatabase, CommandFlags, Task<T>> command)
    {
        if (_database is not { } database || (_databaseNumber != 0 && _select is not { IsCompletedSuccessfully: true }))
            return PrepareAndTryAsync(command);
        try
        {
            return command(database, _flags);
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException)
        {
            return Task.FromException<T>(exception);
        }
    }

    private async Task<T> PrepareAndTryAsync<T>(Func<IDatabase, CommandFlags, Task<T>> command)
    {
        var database = _database = (await _multiplexer).GetDatabase();
        await RequireDatabaseAsync(database);
        return await command(database, _flags);
    }

    private async Task<T> WatchAsync<T>(Task<T> attempt)
    {
        try
        {
            var answer = await attempt;
            _line.ShowLife();
            return answer;
        }
        catch (RedisServerException)
        {
            _line.ShowLife();
            throw;
        }
    }

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
