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
        // Like RedisServerFact, only outside CI. The tests cannot have that attribute: they are in the base class, and run on Garnet too.
        Assert.SkipWhen(Tools.LacksRedisServer, Tools.NoRedisServer);
        _server = await RedisProcess.StartAsync();
    }

    public override ValueTask StopAsync() => _server!.DisposeAsync();
}
