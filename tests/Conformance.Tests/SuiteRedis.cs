using System.Reflection;
using Lessons.TestKit;
using StackExchange.Redis;

namespace Lessons.Conformance;

/// <summary>The Redis behind the hosts in a run of the suite. Each project that compiles the suite's sources chooses the kind of Redis.</summary>
internal sealed class SuiteRedis : IAsyncDisposable
{
    private const string User = "lessons";
    private const string Password = "s3cret";

    // Redis 6.0 does not have these commands. redis-server therefore refuses them, so that a test fails if the service uses them.
    private static readonly string[] WithoutLaterCommands = ["--rename-command", "GETDEL", "", "--rename-command", "GETEX", ""];

    private static readonly string[] Rights = [.. RedisRights.Open, .. RedisRights.Password];
    private static readonly string[] ClusterRights = [.. RedisRights.Cluster];

    private readonly TempFolder _folder = new();
    private EmbeddedRedisServer? _embedded;
    private RedisProcess? _process;
    private RedisCluster? _cluster;

    private SuiteRedis()
    {
    }

    private static string Kind { get; } =
        typeof(SuiteRedis).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Redis").Value!;

    /// <summary>
    /// The hosts of this run. If the Redis is not a plain server, these are only Kestrel and Lambda, each as the published program if there
    /// is one. The kind of Redis makes no difference to a host.
    /// </summary>
    public static IEnumerable<string> HostsOf(MethodInfo test) =>
        Kind != "plain" ? Hosts.OnePerPlatform.Where(name => !name.StartsWith("azure", StringComparison.Ordinal)) : test.IsDefined(typeof(HostCaseAttribute)) ? Hosts.Names : Hosts.Deployed.Prepend("kestrel").Distinct();

    /// <summary>
    /// The reason to skip this run, or null. A run with a cluster or with least rights is skipped if redis-server is missing, except in CI
    /// on Linux.
    /// </summary>
    public static string? Skip => Kind != "plain" && Tools.LacksRedisServer ? Tools.NoRedisServer : null;

    public int Port => _cluster?.Nodes[0].Port ?? _process?.Port ?? _embedded!.Port;

    public (string Name, string Value)[] Settings => _cluster is null ? [] : [("REDIS_CLUSTER", "true")];

    public static async Task<SuiteRedis> StartAsync()
    {
        var redis = new SuiteRedis();
        switch (Kind)
        {
            case "cluster":
                redis._cluster = await RedisCluster.StartAsync();
                await redis._cluster.ExecuteAsync("ACL", SetUser([.. Rights, .. ClusterRights]));
                break;
            case "least-rights":
                redis._process = await RedisProcess.StartAsync(WithoutLaterCommands);
                await using (var admin = await redis._process.ConnectAsync())
                    await admin.GetServers()[0].ExecuteAsync("ACL", SetUser(Rights));
                break;
            case "plain" when Tools.LacksRedisServer:
                redis._embedded = EmbeddedRedisServer.Start(redis._folder.Path, hasPassword: false);
                break;
            default:
                redis._process = await RedisProcess.StartAsync(WithoutLaterCommands);
                break;
        }

        return redis;
    }

    /// <summary>Returns the Redis URL for a host. The port is the Redis server's, or that of a proxy in front of the Redis server.</summary>
    public static string Url(int port) => Kind == "plain" ? $"redis://127.0.0.1:{port}" : $"redis://{User}:{Password}@127.0.0.1:{port}";

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        _embedded?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private static object[] SetUser(string[] rights) => ["SETUSER", User, "reset", "on", ">" + Password, .. rights];
}
