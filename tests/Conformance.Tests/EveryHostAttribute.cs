using System.Reflection;
using Lessons.TestKit;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Lessons.Conformance;

/// <summary>
/// Runs a theory with these inline values once for each host, except the cases in <see cref="PlatformLimits"/>. A theory with
/// <see cref="HostCaseAttribute"/> runs on the built and on the published program of each platform. Any other theory runs on Kestrel
/// and, for each platform, on the published program, or on the built program if there is no published program.
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
