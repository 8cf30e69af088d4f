using System.Collections.Concurrent;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Conformance;

/// <summary>One Redis for all, and two instances of each host, started when the first test asks for them.</summary>
public sealed class HostPool : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Service>>> _services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Service>>> _courses = new(StringComparer.Ordinal);
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

    /// <summary>The host with a catalogue and with front ends of other origins.</summary>
    internal Task<Service> GetCourseAsync(string host) =>
        _courses.GetOrAdd(host, name => new(() => StartCourseAsync(name))).Value;

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        _embedded?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        foreach (var service in _services.Values.Concat(_courses.Values))
            await (await service.Value).DisposeAsync();
        _folder.Dispose();
    }

    private async Task<Service> StartCourseAsync(string host)
    {
        var file = Path.Combine(_folder.Path, $"lessons-{host}.json");
        await File.WriteAllTextAsync(file, Some.Catalogue);
        return await Hosts.StartAsync(host, $"redis://127.0.0.1:{RedisPort}", ("LOGIN_MODE", "open"), ("LESSONS_FILE", file), ("ALLOWED_ORIGINS", $"https://other.example, {Some.FrontEnd}"));
    }
}
