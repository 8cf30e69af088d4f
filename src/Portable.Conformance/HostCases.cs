using Xunit;
using Xunit.v3;

namespace Portable.Conformance;

/// <summary>
/// Every case that a host can get wrong. A class that inherits these cases runs them against its host:
/// <c>public sealed class MyHostTests(MyHost host) : HostCases(host), IClassFixture&lt;MyHost&gt;;</c>
/// </summary>
/// <param name="host">The host, and the list of the cases that fail on it.</param>
public abstract partial class HostCases(ProbeHost host)
{
    /// <summary>The started host, for cases that a class adds. <see cref="ProbeHost.Limits"/> cannot list such a case.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    protected RunningHost Host => host.Running;

    [Fact]
    public void Every_limit_of_the_host_names_an_existing_case() => Assert.Empty(HostLimits.Missing(host.Limits));

    private Task RunAsync(Func<RunningHost, Task> body)
    {
        var test = (IXunitTest)TestContext.Current.Test!;
        var running = Host; // If the host has not started, a listed case fails too.
        return HostLimits.RunAsync(
            host.Limits,
            test.TestMethod.MethodName,
            test.TestMethodArguments,
            () => body(running),
            async () => Assert.Equal(200, (await running.SendAsync("GET /status/200")).Status));
    }
}
