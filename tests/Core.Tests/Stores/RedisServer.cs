using Lessons.TestKit;

namespace Lessons.Tests.Stores;

public sealed class RedisServer : StoreServer
{
    private RedisProcess? _server;

    public override int Port => _server!.Port;

    public override int Database => 3;

    public override async ValueTask StartAsync()
    {
        // The tests cannot have the attribute RedisServerFact: they are in the base class, and also run on Garnet.
        Needs.RedisServer();
        _server = await RedisProcess.StartAsync();
    }

    public override ValueTask StopAsync() => _server!.DisposeAsync();
}
