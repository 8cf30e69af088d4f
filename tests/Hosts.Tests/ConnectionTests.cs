using System.Globalization;
using Xunit;

namespace Portable.Tests;

/// <summary>Many requests on a connection, clients that disconnect, and a platform's deadline.</summary>
public sealed class ConnectionTests(ProbePool hosts)
{
    [Theory, EveryProbe]
    public async Task A_connection_serves_many_requests(string host)
    {
        using var connection = await (await hosts.GetAsync(host)).ConnectAsync();

        for (var i = 0; i < 20; i++)
        {
            await connection.SendAsync($"POST /echo/{i} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            Assert.Equal($"/echo/{i}", Echo.Of(await connection.ReadAsync()).Path);
        }
    }

    [Theory, EveryProbe]
    public async Task Concurrent_requests_get_their_own_responses(string host)
    {
        var service = await hosts.GetAsync(host);

        var bodies = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            (await Echo.OfAsync(service, $"POST /echo/{i}", [], [(byte)i])).Path + (await Echo.OfAsync(service, "POST /echo", [], [(byte)i])).Body.Single().ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"/echo/{i}{i}"), bodies);
    }

    [Theory]
    [InlineData("kestrel")]
    [InlineData("azure")]
    [InlineData("azure-aot")]
    public async Task A_client_that_disconnects_cancels_its_request(string host)
    {
        var service = await hosts.GetAsync(host);

        using (var connection = await service.ConnectAsync())
        {
            await connection.SendAsync("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
            await service.Process.FindLineAsync("The probe waits");
        }

        await service.Process.FindLineAsync("The probe has waited: the client has gone");
    }

    [Fact]
    public async Task On_Lambda_a_slow_handler_is_cancelled_and_503_sent_in_time()
    {
        await using var service = await ProbePool.StartAsync("lambda", "--timeout", "5");
        await service.SendAsync("GET /throw"); // The code for exceptions is compiled now, not within the last 200 ms.

        var response = await service.SendAsync("GET /wait");

        Assert.Equal((503, "{\"Message\":\"Out of time\",\"Code\":\"out-of-time\"}\n"), (response.Status, response.Body));
        await service.Process.FindLineAsync("The probe has waited: the time is up");
    }
}
