using Xunit;

namespace Portable.Tests;

/// <summary>The cases of our hosts, and a case of a host that writes every field of a log line as JSON.</summary>
public abstract class JsonLogCases(ProbeHost host) : OwnHostCases(host)
{
    [Fact]
    public async Task The_log_line_of_a_request_contains_its_id()
    {
        var response = await Host.SendAsync("GET /text/54321");

        Assert.Contains(response.Header("X-Request-Id")!, await Host.FindLineAsync("GET /text/54321 200"), StringComparison.Ordinal);
    }
}
