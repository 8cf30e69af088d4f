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
        Assert.SkipWhen(Tools.LacksRedisServer, "redis-server is not installed");
        _server = await RedisProcess.StartAsync();
    }

    protected override ValueTask StopServerAsync() => _server!.DisposeAsync();
}
