using System.Reflection;
using Lessons.TestKit;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Lessons.Faults;

/// <summary>Runs a theory with these inline values once for each platform, on its published program if there is one.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EveryFaultHostAttribute(params object[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Hosts.OnePerPlatform.Select(host => new TheoryDataRow([host, .. values]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
