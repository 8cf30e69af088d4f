using StackExchange.Redis;
using Xunit;

namespace Lessons.Conformance;

/// <summary>A slot moves from one master to another while the service goes on.</summary>
public sealed class RedirectTests(HostPool hosts)
{
    [Theory, EveryHost]
    public async Task The_cluster_says_ASK_while_a_slot_moves_and_MOVED_when_it_has_moved(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        RedisKey key = "lessons:" + user;
        var slot = hosts.Connection.HashSlot(key);
        var source = hosts.Connection.GetServer((await hosts.Redis.IdentifyEndpointAsync(key))!);
        var target = hosts.Connection.GetServers().First(server => !Equals(server.EndPoint, source.EndPoint));
        var sourceId = (await source.ExecuteAsync("CLUSTER", "MYID")).ToString();
        var targetId = (await target.ExecuteAsync("CLUSTER", "MYID")).ToString();
        await target.ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", sourceId);
        await source.ExecuteAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", targetId);

        // The source has no such key any more, so it says where to ask.
        Assert.Equal(200, (await service.SendAsync("POST /lessons/asked/mark-complete", [cookie])).Status);
        Assert.Equal(1, await target.ExecuteAsync("CLUSTER", "COUNTKEYSINSLOT", slot) is { } count ? (int)count : 0);

        await target.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", targetId);
        await source.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", targetId);
        Assert.Equal(200, (await service.SendAsync("POST /lessons/moved/mark-complete", [cookie])).Status);

        var list = await service.SendAsync("GET /lessons/completed", [cookie]);
        Assert.Matches("""^{"Lessons":{"asked":"[^"]+","moved":"[^"]+"}}$""", list.Body.TrimEnd());
    }
}
