using System.Collections.Concurrent;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Conformance;

/// <summary>
/// One Redis for all hosts, and one instance of each host for each of the usual settings. An instance starts when the first test
/// requests that instance.
/// </summary>
public sealed class HostPool : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RunningHost>>> _services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<RunningHost>>> _courses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<(TcpProxy Proxy, RunningHost Service)>>> _proxied = new(StringComparer.Ordinal);
    private readonly ClosedPort _noRedis = new();
    private readonly TempFolder _folder = new();
    private SuiteRedis? _redis;
    private ConnectionMultiplexer? _connection;

    /// <summary>The Redis behind the hosts. Tests read and prepare its data.</summary>
    internal IDatabase Redis => Connection.GetDatabase();

    internal ConnectionMultiplexer Connection => _connection!;

    internal int RedisPort => _redis!.Port;

    public async ValueTask InitializeAsync()
    {
        Hosts.Answered = (method, target, response) =>
        {
            if (ApiContract.Refuse(method, target, response) is { } reason)
                Assert.Fail($"openapi.json does not allow this response to {method} {target}: {reason}");
        };
        if (SuiteRedis.Skip is not null)
            return;
        _redis = await SuiteRedis.StartAsync();
        _connection = await _redis.ConnectAsync();
    }

    // A time-out of 8 s for Redis suits a busy machine. Most tests do not measure time.
    internal static (string, string) Patient => ("REDIS_TIMEOUT_MS", "8000");

    /// <summary>Returns the host in mode <c>open</c>.</summary>
    internal Task<RunningHost> GetAsync(string host) => GetAsync(host, "open");

    /// <summary>Returns the host in mode <c>password</c>, for a client with an address that no other test uses.</summary>
    internal async Task<RunningHost> GetWithPasswordsAsync(string host) => (await GetAsync(host, "password")).From(Some.Address());

    /// <summary>Returns the host in mode <c>password</c>, with a Redis URL whose port has no server.</summary>
    internal Task<RunningHost> GetWithoutRedisAsync(string host) =>
        _services.GetOrAdd($"{host} without Redis", _ => new(() => StartAsync(host, _noRedis.Number, ("LOGIN_MODE", "password")))).Value;

    /// <summary>
    /// Returns the host in mode <c>open</c>, with a proxy between the host and Redis. Only FaultTests use it, one test at a time, and each
    /// test restores the proxy.
    /// </summary>
    internal Task<(TcpProxy Proxy, RunningHost Service)> GetWithProxyAsync(string host) =>
        _proxied.GetOrAdd(host, name => new(() => StartWithProxyAsync(name))).Value;

    /// <summary>Starts a host for one test, in mode <c>password</c> and with these settings.</summary>
    internal Task<RunningHost> StartWithPasswordsAsync(string host, params (string Name, string Value)[] settings) =>
        StartAsync(host, RedisPort, [Patient, ("LOGIN_MODE", "password"), .. settings]);

    /// <summary>Starts a host for one test, with Redis on <paramref name="redisPort"/>.</summary>
    internal Task<RunningHost> StartAsync(string host, int redisPort, params (string Name, string Value)[] settings) =>
        Hosts.StartAsync(host, SuiteRedis.Url(redisPort), [.. _redis!.Settings, .. settings]);

    /// <summary>Returns the host with a catalogue of lessons and with two allowed origins.</summary>
    internal Task<RunningHost> GetCourseAsync(string host) =>
        _courses.GetOrAdd(host, name => new(() => StartCourseAsync(name))).Value;

    private Task<RunningHost> GetAsync(string host, string loginMode) =>
        _services.GetOrAdd($"{host} {loginMode}", _ => new(() => StartAsync(host, RedisPort, Patient, ("LOGIN_MODE", loginMode)))).Value;

    public async ValueTask DisposeAsync()
    {
        if (_redis is null)
            return;
        await _connection!.DisposeAsync();
        // The exception of a host that did not start is ignored, because the tests on this host have already failed.
        foreach (var service in _services.Values.Concat(_courses.Values).Select(service => service.Value))
        {
            await ((Task)service).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (service.IsCompletedSuccessfully)
                await (await service).DisposeAsync();
        }

        foreach (var proxied in _proxied.Values.Select(proxied => proxied.Value))
        {
            await ((Task)proxied).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!proxied.IsCompletedSuccessfully)
                continue;
            var (proxy, service) = await proxied;
            await service.DisposeAsync();
            proxy.Dispose();
        }

        await _redis.DisposeAsync();
        _noRedis.Dispose();
        _folder.Dispose();
    }

    private async Task<(TcpProxy Proxy, RunningHost Service)> StartWithProxyAsync(string host)
    {
        var proxy = TcpProxy.Start(RedisPort);
        return (proxy, await StartAsync(host, proxy.Port, ("REDIS_TIMEOUT_MS", "3000")));
    }

    private async Task<RunningHost> StartCourseAsync(string host)
    {
        var file = Path.Combine(_folder.Path, $"lessons-{host}.json");
        await File.WriteAllTextAsync(file, Some.Catalogue);
        return await StartAsync(host, RedisPort, Patient, ("LESSONS_FILE", file), ("ALLOWED_ORIGINS", $"https://other.example, {Some.FrontEnd}"));
    }
}
