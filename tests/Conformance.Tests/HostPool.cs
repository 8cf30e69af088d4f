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

    /// <summary>The host in mode <c>open</c>.</summary>
    internal Task<Service> GetAsync(string host) => GetAsync(host, "open");

    /// <summary>The host in mode <c>password</c>, as a client with an address of its own sees it.</summary>
    internal async Task<Service> GetWithPasswordsAsync(string host) => (await GetAsync(host, "password")).From(Some.Address());

    /// <summary>A host of the test's own, in mode <c>password</c> and with these settings.</summary>
    internal Task<Service> StartWithPasswordsAsync(string host, params (string Name, string Value)[] settings) =>
        Hosts.StartAsync(host, $"redis://127.0.0.1:{RedisPort}", [("LOGIN_MODE", "password"), .. settings]);

    private Task<Service> GetAsync(string host, string loginMode) =>
        _services.GetOrAdd($"{host} {loginMode}", _ => new(() => Hosts.StartAsync(host, $"redis://127.0.0.1:{RedisPort}", ("LOGIN_MODE", loginMode)))).Value;

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
