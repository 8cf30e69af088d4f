using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Portable.Tests;

/// <summary>Runs a theory with these inline values on every host, except the cases in <see cref="ProbeLimits"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EveryProbeAttribute(params object[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. ProbePool.Hosts.Where(host => !ProbeLimits.Cover(host, testMethod.Name, values)).Select(host => new TheoryDataRow([host, .. values]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
