namespace Lessons.Tests.Stores;

public sealed class GarnetStoreTests : StoreTests<GarnetServer>;
