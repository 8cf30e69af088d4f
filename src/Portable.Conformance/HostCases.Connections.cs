using Xunit;

namespace Portable.Conformance;

// Many requests on a connection, concurrent requests, and a client that disconnects.
public abstract partial class HostCases
{
    [Fact]
    public Task A_connection_serves_many_requests() => RunAsync(async host =>
    {
        using var connection = await host.ConnectAsync();

        for (var i = 0; i < 20; i++)
        {
            await connection.SendAsync($"POST /echo/{i} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            Assert.Equal($"/echo/{i}", Echo.Of(await connection.ReadAsync()).Path);
        }
    });

    [Fact]
    public Task Concurrent_requests_get_their_own_responses() => RunAsync(async host =>
    {
        var echoes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Echo.OfAsync(host, $"POST /echo/{i}", [], [(byte)i])));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"/echo/{i} {i}"), echoes.Select(echo => $"{echo.Path} {string.Join(' ', echo.Body)}"));
    });

    [Fact]
    public Task A_client_that_disconnects_cancels_its_request() => RunAsync(async host =>
    {
        using (var connection = await host.ConnectAsync())
        {
            await connection.SendAsync("GET /wait/for-client HTTP/1.1\r\nHost: h\r\n\r\n");
            await host.FindLineAsync("The wait for-client has begun");
        }

        Assert.Contains("the client has gone", await host.FindLineAsync("The wait for-client has ended"), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_part_of_a_stream_arrives_before_the_next_part_is_made() => RunAsync(async host =>
    {
        using var connection = await host.ConnectAsync();

        await connection.SendAsync("GET /endless/stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await connection.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        await connection.ReadUntilAsync("first\r\n"); // A chunk ends here. In a whole response, the last part follows the first.
    });

    [Fact]
    public Task A_stream_that_fails_is_not_a_complete_response() => RunAsync(async host =>
    {
        using var connection = await host.ConnectAsync();
        await connection.SendAsync("GET /broken HTTP/1.1\r\nHost: h\r\n\r\n");

        // A host that has sent the first part ends the connection. A host that sends the whole response sends an error instead.
        var failure = await Record.ExceptionAsync(async () => Assert.Equal(500, (await connection.ReadAsync()).Status));

        Assert.True(failure is null or IOException, $"The host neither cut the response nor sent a 500: {failure}");
    });
}
