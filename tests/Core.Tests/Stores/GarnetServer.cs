using Lessons.TestKit;

namespace Lessons.Tests.Stores;

public sealed class GarnetServer : StoreServer
{
    private readonly TempFolder _folder = new();
    private EmbeddedRedisServer? _server;

    public override int Port => _server!.Port;

    public override ValueTask StartAsync()
    {
        _server = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        return default;
    }

    public override ValueTask StopAsync()
    {
        _server!.Dispose();
        _folder.Dispose();
        return default;
    }
}
