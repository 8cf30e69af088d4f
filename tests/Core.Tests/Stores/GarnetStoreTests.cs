using Lessons.TestKit;

namespace Lessons.Tests.Stores;

public sealed class GarnetStoreTests : StoreTests
{
    private readonly TempFolder _folder = new();
    private EmbeddedRedisServer? _server;

    protected override int Port => _server!.Port;

    protected override ValueTask StartServerAsync()
    {
        _server = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        return default;
    }

    protected override ValueTask StopServerAsync()
    {
        _server!.Dispose();
        _folder.Dispose();
        return default;
    }
}
