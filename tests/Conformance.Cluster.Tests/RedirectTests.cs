using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Conformance;

/// <summary>
/// A slot moves from one master to another while the service runs. Each test starts its own cluster, so the slot contains no key of
/// another test.
/// </summary>
public sealed class RedirectTests(HostPool hosts)
{
    [Theory, EveryHost]
    public async Task A_mark_follows_ASK_while_a_slot_moves_and_MOVED_after_the_move(string host)
    {
        await using var redis = await SuiteRedis.StartAsync();
        await using var connection = await redis.ConnectAsync();
        await using var service = await hosts.StartAsync(host, redis.Port, HostPool.Patient);
        RedisKey key = "lessons:mover";
        var slot = connection.HashSlot(key);
        var cookie = await LogInOutsideAsync(service, connection, slot);
        var source = connection.GetServer((await connection.GetDatabase().IdentifyEndpointAsync(key))!);
        var target = connection.GetServers().First(server => !Equals(server.EndPoint, source.EndPoint));
        var sourceId = (await source.ExecuteAsync("CLUSTER", "MYID")).ToString();
        var targetId = (await target.ExecuteAsync("CLUSTER", "MYID")).ToString();
        await target.ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", sourceId);
        await source.ExecuteAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", targetId);

        // While the slot moves, the source responds with ASK and the address of the target, because the source does not have the key.
        Assert.Equal(200, (await service.SendAsync("POST /lessons/asked/mark-complete", [cookie])).Status);
        Assert.Equal(1, (int)await target.ExecuteAsync("CLUSTER", "COUNTKEYSINSLOT", slot));

        await target.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", targetId);
        await source.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", targetId);
        Assert.Equal(200, (await service.SendAsync("POST /lessons/moved/mark-complete", [cookie])).Status);

        var list = await service.SendAsync("GET /lessons/completed", [cookie]);
        Assert.Matches("""^{"Lessons":{"asked":"[^"]+","moved":"[^"]+"}}$""", list.Body.TrimEnd());
    }

    // Returns the cookie of a session whose key is in another slot than the moving slot. About one of 16,384 sessions has its key in the moving slot.
    private static async Task<string> LogInOutsideAsync(RunningHost service, ConnectionMultiplexer connection, int slot)
    {
        while (true)
        {
            var cookie = await service.LoginAsync("mover");
            if (connection.HashSlot("session:" + Account.SessionId(cookie)) != slot)
                return cookie;
            await service.SendAsync("POST /logout", [cookie]);
        }
    }
}
