namespace Lessons.Tests.Stores;

public sealed class RedisServerStoreTests : StoreTests<RedisServer>;
