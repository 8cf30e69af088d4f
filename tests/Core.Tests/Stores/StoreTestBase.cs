using Microsoft.Extensions.Logging.Abstractions;
using Portable.Redis;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

/// <summary>
/// Starts a server for each test, and opens two connections: the service's own connection, and that of another client.
/// </summary>
public abstract class StoreTestBase<TServer> : IAsyncLifetime
    where TServer : StoreServer, new()
{
    private readonly TServer _server = new();
    private RedisConnection? _redis;
    private ConnectionMultiplexer? _other;

    private protected RedisConnection Redis => _redis!;

    /// <summary>The connection of another client to the same server.</summary>
    private protected IDatabase Other => _other!.GetDatabase(_server.Database);

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _other = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_server.Port}");
        Assert.True(RedisUrl.TryParse($"redis://127.0.0.1:{_server.Port}/{_server.Database}", out var url, out _));
        _redis = RedisConnection.Open(new(url) { Timeout = TimeSpan.FromSeconds(10) }, Instruments.Redis, NullLogger.Instance); // a machine may be busy
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_other is not null)
            await _other.DisposeAsync();
        await _server.StopAsync();
    }
}
