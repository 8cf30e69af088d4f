using Xunit;

namespace MyApi.Tests;

/// <summary>The cases of the application on Kestrel.</summary>
public sealed class KestrelOrderTests(KestrelApp host) : OrderCases(host), IClassFixture<KestrelApp>;
