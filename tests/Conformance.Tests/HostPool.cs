using System.Collections.Concurrent;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Conformance;

/// <summary>One Redis for all, and one instance of each host, started when the first test asks for it.</summary>
public sealed class HostPool : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Service>>> _services = new(StringComparer.Ordinal);
    private readonly TempFolder _folder = new();
    private EmbeddedRedisServer? _embedded;
    private RedisProcess? _process;
    private ConnectionMultiplexer? _connection;

    /// <summary>The Redis behind the hosts, to look into and to prepare.</summary>
    internal IDatabase Redis => _connection!.GetDatabase();

    internal int RedisPort => _process?.Port ?? _embedded!.Port;

    public async ValueTask InitializeAsync()
    {
        if (!Tools.LacksRedisServer)
            _process = await RedisProcess.StartAsync();
        else
            _embedded = EmbeddedRedisServer.Start(_folder.Path);
        _connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{RedisPort}");
    }

    internal Task<Service> GetAsync(string host) =>
        _services.GetOrAdd(host, name => new(() => Hosts.StartAsync(name, $"redis://127.0.0.1:{RedisPort}"))).Value;

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        _embedded?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
        foreach (var service in _services.Values)
            await (await service.Value).DisposeAsync();
    }
}
