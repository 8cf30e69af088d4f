using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>The process's one connection to Redis. It heals itself; what it could not do in time is a <see cref="StoreException"/>.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    // A command with its retry; the host's caller is waiting.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    // A closed connection is noticed by the command that uses it, and is open again a few milliseconds later:
    // one handshake, with TLS some dozen on a small machine. Longer means that the server is gone.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(5);
    private const int MaxRetryIntervals = 40;

    private readonly Task<ConnectionMultiplexer> _multiplexer;

    private RedisConnection(Task<ConnectionMultiplexer> multiplexer) => _multiplexer = multiplexer;

    /// <summary>Begins to connect and returns at once: a server out of reach stops no host.</summary>
    public static RedisConnection Open(RedisUrl url, ILogger logger) => new(ConnectAsync(RedisOptions.Create(url), logger));

    /// <summary>
    /// Runs one idempotent command. When the connection is lost it is tried once more, quickly; a time-out is not,
    /// since by then the caller's time is up.
    /// </summary>
    public async Task<T> ExecuteAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteWithRetryAsync(command, cancellationToken).WaitAsync(Budget, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new StoreException("Redis did not do what it was asked: " + exception.Message, exception);
        }
    }

    public async ValueTask DisposeAsync() => await (await _multiplexer).DisposeAsync();

    private static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options, ILogger logger)
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        multiplexer.ConnectionFailed += (_, e) => Log.RedisConnectionFailed(logger, e.FailureType.ToString(), e.Exception?.Message);
        multiplexer.ConnectionRestored += (_, _) => Log.RedisConnectionRestored(logger);
        if (!multiplexer.IsConnected)
            await LogReasonAsync(multiplexer, logger);
        return multiplexer;
    }

    // The reason is told by a command that fails; without a connection it is never sent.
    private static async Task LogReasonAsync(ConnectionMultiplexer multiplexer, ILogger logger)
    {
        try
        {
            await multiplexer.GetDatabase().PingAsync();
        }
        catch (RedisException exception)
        {
            Log.RedisUnreachable(logger, exception.GetBaseException().Message);
        }
    }

    private async Task<T> ExecuteWithRetryAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var multiplexer = await _multiplexer;
        var database = multiplexer.GetDatabase();
        try
        {
            return await command(database);
        }
        catch (RedisConnectionException)
        {
            var intervals = 0;
            do
                await Task.Delay(RetryInterval, cancellationToken);
            while (!multiplexer.IsConnected && ++intervals < MaxRetryIntervals);
            return await command(database);
        }
    }
}
