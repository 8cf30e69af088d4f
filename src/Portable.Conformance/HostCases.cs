using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Portable.Conformance;

/// <summary>
/// Every case that a host can get wrong. A class that inherits these cases runs them against its host:
/// <c>public sealed class MyHostTests(MyHost host) : HostCases(host), IClassFixture&lt;MyHost&gt;;</c>
/// </summary>
/// <param name="host">The host, and the list of the cases that fail on it.</param>
public abstract partial class HostCases(ProbeHost host)
{
    /// <summary>The started host, for cases that a class adds.</summary>
    protected RunningHost Host => host.Running;

    [Fact]
    public void Every_limit_of_the_host_names_an_existing_case()
    {
        var cases = ((IXunitTestClass)TestContext.Current.TestClass!).Methods
            .ToLookup(method => method.Name, method => method.GetCustomAttributes(inherit: true).OfType<InlineDataAttribute>().Select(row => row.Data).ToList(), StringComparer.Ordinal);

        Assert.All(host.Limits, limit =>
        {
            Assert.True(cases.Contains(limit.Case), $"There is no case {limit.Case}.");
            Assert.All(limit.Values, value => Assert.True(
                cases[limit.Case].Any(rows => rows.Exists(row => HostLimit.Matches(value, row))), $"{limit.Case} has no case \"{value}\"."));
        });
    }

    /// <summary>Runs the body of a case. If a limit of the host covers the case, the body must throw.</summary>
    private async Task RunAsync(Func<RunningHost, Task> body)
    {
        var test = (IXunitTest)TestContext.Current.Test!;
        if (host.Limits.FirstOrDefault(limit => limit.Covers(test.TestMethod.MethodName, test.TestMethodArguments)) is not { } known)
        {
            await body(Host);
            return;
        }

        var running = Host; // This throws if the host has not started.
        if (await Record.ExceptionAsync(() => body(running)) is null)
            throw new XunitException($"This case passes on this host, so this limit is out of date. Remove the case from the limit: {known.Reason}");
    }
}
