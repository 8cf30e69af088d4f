using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests.Stores;

public sealed class RedisServer : StoreServer
{
    private RedisProcess? _server;

    public override int Port => _server!.Port;

    public override int Database => 3;

    public override async ValueTask StartAsync()
    {
        // Where redis-server is missing, the tests are skipped, except in CI on Linux. The tests cannot have the attribute
        // RedisServerFact: they are in the base class, and also run on Garnet.
        Assert.SkipWhen(Tools.LacksRedisServer, Tools.NoRedisServer);
        _server = await RedisProcess.StartAsync();
    }

    public override ValueTask StopAsync() => _server!.DisposeAsync();
}
