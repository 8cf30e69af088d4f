using Portable.Conformance;
using Xunit;

namespace MyApi.Tests;

/// <summary>The cases that a host can get wrong, on Kestrel.</summary>
public sealed class KestrelHostTests(KestrelProbe host) : HostCases(host), IClassFixture<KestrelProbe>;
