using Xunit;

namespace Portable.Tests;

public sealed class LambdaTests(FunctionUrlProbe host) : JsonLogCases(host), IClassFixture<FunctionUrlProbe>
{
    [Fact]
    public async Task On_Lambda_a_slow_handler_is_cancelled_and_503_sent_in_time()
    {
        var response = await Host.SendAsync("GET /wait/for-time");

        Assert.Equal((503, "{\"Message\":\"Out of time\",\"Code\":\"out-of-time\"}\n"), (response.Status, response.Body));
        await Host.FindLineAsync("The wait for-time has ended: the time is up");
    }
}

public sealed class FunctionUrlProbe() : LambdaProbe("function-url");
