using System.Globalization;
using StackExchange.Redis;

namespace Lessons.TestKit;

/// <summary>A Redis Cluster of three masters on loopback. Each master can have a replica.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;
    private const int Slots = 16384;

    private readonly List<RedisProcess> _nodes = [];

    private RedisCluster()
    {
    }

    /// <summary>The masters at the start of the cluster, in the order of their slots, then their replicas.</summary>
    public IReadOnlyList<RedisProcess> Nodes => _nodes;

    public string Url => _nodes[0].Url;

    public static async Task<RedisCluster> StartAsync(bool withReplicas = false)
    {
        var cluster = new RedisCluster();
        for (var i = 0; i < (withReplicas ? 2 * Masters : Masters); i++)
            cluster._nodes.Add(await RedisProcess.StartClusterNodeAsync());
        await cluster.JoinAsync();
        await cluster.ReplicateAsync();
        await cluster.WaitUntilAllAgreeAsync();
        return cluster;
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => _nodes[0].ConnectAsync();

    /// <summary>Returns the master that serves a key.</summary>
    public async Task<RedisProcess> FindMasterAsync(string key)
    {
        await using var connection = await ConnectAsync();
        var port = ((System.Net.IPEndPoint)(await connection.GetDatabase().IdentifyEndpointAsync(key))!).Port;
        return _nodes.Single(node => node.Port == port);
    }

    /// <summary>Runs one command on every node.</summary>
    public async Task ExecuteAsync(string command, params object[] arguments)
    {
        foreach (var node in _nodes)
            await ExecuteAsync(node, command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    private static async Task<RedisResult> ExecuteAsync(RedisProcess node, string command, params object[] arguments)
    {
        await using var connection = await node.ConnectAsync();
        return await connection.GetServer("127.0.0.1", node.Port).ExecuteAsync(command, arguments);
    }

    private async Task JoinAsync()
    {
        for (var i = 0; i < _nodes.Count; i++)
        {
            await ExecuteAsync(_nodes[i], "CLUSTER", "SET-CONFIG-EPOCH", i + 1);
            if (i < Masters)
                await ExecuteAsync(_nodes[i], "CLUSTER", "ADDSLOTSRANGE", Slots * i / Masters, (Slots * (i + 1) / Masters) - 1);
            if (i > 0)
                await ExecuteAsync(_nodes[i], "CLUSTER", "MEET", "127.0.0.1", _nodes[0].Port, _nodes[0].BusPort!);
        }

        await HoldsOnAllAsync("CLUSTER", "INFO", string.Create(CultureInfo.InvariantCulture, $"cluster_known_nodes:{_nodes.Count}\r"));
    }

    private async Task ReplicateAsync()
    {
        foreach (var (master, replica) in _nodes.Zip(_nodes.Skip(Masters)))
        {
            var id = (await ExecuteAsync(master, "CLUSTER", "MYID")).ToString();
            await Eventually.HoldsAsync("the replica has registered its master", async () => (await ExecuteAsync(replica, "CLUSTER", "NODES")).ToString().Contains(id, StringComparison.Ordinal));
            await ExecuteAsync(replica, "CLUSTER", "REPLICATE", id);
        }

        foreach (var replica in _nodes.Skip(Masters))
            await Eventually.HoldsAsync("the replica is connected to its master", async () => (await ExecuteAsync(replica, "INFO", "replication")).ToString().Contains("master_link_status:up", StringComparison.Ordinal));
    }

    private Task WaitUntilAllAgreeAsync() => HoldsOnAllAsync("CLUSTER", "INFO", "cluster_state:ok");

    private async Task HoldsOnAllAsync(string command, string argument, string text)
    {
        foreach (var node in _nodes)
            await Eventually.HoldsAsync(text, async () => (await ExecuteAsync(node, command, argument)).ToString().Contains(text, StringComparison.Ordinal));
    }
}
