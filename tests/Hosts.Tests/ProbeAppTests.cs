using Portable.Http;
using Xunit;

namespace Portable.Tests;

public sealed class ProbeAppTests
{
    [Theory]
    [InlineData("/text/50000001")]
    [InlineData("/bytes/100000001")]
    [InlineData("/stream/100000001")]
    [InlineData("/parts/100000001")]
    [InlineData("/parts/99999999999")]
    [InlineData("/bytes/-1")]
    [InlineData("/bytes/x")]
    [InlineData("/status/x")]
    public async Task A_number_of_the_probe_that_is_malformed_or_too_large_returns_400(string path)
    {
        var handler = ProbeApp.Create(new HostLog().Context);

        var response = await handler(new AppRequest { Method = "GET", Path = path, RequestId = "id" }, TestContext.Current.CancellationToken);

        Assert.Equal(400, response.Status);
    }
}
