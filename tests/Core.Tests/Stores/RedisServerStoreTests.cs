using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests.Stores;

public sealed class RedisServerStoreTests : StoreTests
{
    private RedisProcess? _server;

    protected override int Port => _server!.Port;

    protected override int Database => 3;

    protected override async ValueTask StartServerAsync()
    {
        // As RedisServerFact does; the tests themselves are the base class's, which Garnet runs too.
        Assert.SkipWhen(Tools.LacksRedisServer, Tools.NoRedisServer);
        _server = await RedisProcess.StartAsync();
    }

    protected override ValueTask StopServerAsync() => _server!.DisposeAsync();
}
