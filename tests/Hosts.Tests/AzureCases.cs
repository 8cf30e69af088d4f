using Xunit;

namespace Portable.Tests;

/// <summary>The cases of our hosts, and a case of the Functions host, which shows only the message of a log line.</summary>
public abstract class AzureCases(ProbeHost host) : OwnHostCases(host)
{
    [Fact]
    public async Task The_log_line_of_a_request_has_the_category_of_its_function()
    {
        await Host.SendAsync("GET /text/54321");

        Assert.Contains("[Information] Function.probe.User: ", await Host.FindLineAsync("GET /text/54321 200"), StringComparison.Ordinal);
    }
}
