using System.Reflection;
using Lessons.TestKit;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Lessons.Conformance;

/// <summary>
/// Runs a theory once for each host that can, and for each of the inline values given before it. A case that a host can get wrong
/// runs on a platform's built and published programs, any other on the published one where there is one, and on Kestrel.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EveryHostAttribute(params object[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. SuiteRedis.HostsOf(testMethod).Where(host => !PlatformLimits.Cover(host, testMethod.Name, values)).Select(host => Row(host, testMethod))]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow Row(string host, MethodInfo testMethod)
    {
        var row = new TheoryDataRow([host, .. values]) { Skip = SuiteRedis.Skip };
        RunTrait.Add(row, host, testMethod);
        return row;
    }
}
