namespace Lessons.Tests.Stores;

public sealed class RedisServerAccountStoreTests : AccountStoreTests<RedisServer>;
