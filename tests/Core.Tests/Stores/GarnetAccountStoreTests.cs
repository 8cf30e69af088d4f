namespace Lessons.Tests.Stores;

public sealed class GarnetAccountStoreTests : AccountStoreTests<GarnetServer>;
