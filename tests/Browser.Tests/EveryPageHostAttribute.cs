using System.Reflection;
using Lessons.TestKit;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Lessons.Browser;

/// <summary>Runs a theory on one host of each platform. Outside CI, the theory is skipped if Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EveryPageHostAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Hosts.OnePerPlatform.Select(host => Row(host, testMethod))]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private static TheoryDataRow Row(string host, MethodInfo testMethod)
    {
        var row = new TheoryDataRow(host) { Skip = Tools.LacksChromium ? Tools.NoChromium : null };
        RunTrait.Add(row, host, testMethod);
        return row;
    }
}
