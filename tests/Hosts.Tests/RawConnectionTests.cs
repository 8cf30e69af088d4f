using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Portable.Tests;

/// <summary>What the client of the cases reads from a server that sends prepared bytes.</summary>
public sealed class RawConnectionTests
{
    private const string Head = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nabc", "ab")]
    [InlineData("\r\nabc", "abc")]
    [InlineData("\r\n", "")]
    [InlineData("Transfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", "ab")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\nA ; c\r\n0123456789\r\n0;last\r\nX-Sum: 1\r\nX-B: 2\r\n\r\nrest", "ab0123456789")]
    public async Task A_body_is_read_to_its_end_in_each_framing_of_HTTP(string answer, string body) =>
        Assert.Equal(body, (await SendAsync(Head + answer)).Body);

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", "This is not a status line: HTTP/1.0 200 OK")]
    [InlineData("HTTP/1.1 OK\r\n\r\n", "This is not a status line: HTTP/1.1 OK")]
    [InlineData(Head + "no colon\r\n\r\n", "This line of the headers has no colon: no colon")]
    [InlineData(Head + "Content-Length: -1\r\n\r\n", "This is not the length of a body: -1")]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\nx\r\n", "This is not the length of a body: x")]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "The chunk of 1 bytes is longer: b")]
    public async Task A_response_that_is_not_HTTP_is_an_error_with_its_line(string answer, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(answer))).Message);

    [Theory]
    [InlineData(Head + "Content-Length: 2\r\n\r\na")]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")]
    public Task A_response_that_ends_too_early_is_an_error(string answer) => Assert.ThrowsAsync<EndOfStreamException>(() => SendAsync(answer));

    [Fact]
    public async Task A_header_that_is_sent_twice_has_no_single_value()
    {
        var response = await SendAsync(Head + "X-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n");

        Assert.Null(response.Header("X-B"));
        Assert.Equal("The response has 2 headers X-A: 1 | 2", Assert.Throws<InvalidDataException>(() => response.Header("X-A")).Message);
    }

    [Fact]
    public async Task A_response_before_the_end_of_a_large_body_is_read()
    {
        // The server reads 100 bytes of the request, so the client cannot send the whole body.
        var response = await SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno", new byte[50_000_000]);

        Assert.Equal((413, "no"), (response.Status, response.Body));
    }

    // Sends a request to a server that reads a part of it, sends the answer, and closes the connection.
    private static async Task<RawResponse> SendAsync(string answer, byte[]? body = null)
    {
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        var server = AnswerAsync(listener, answer, isWholeRequest: body is null);
        await using var host = new RunningHost($"http://[::1]:{((IPEndPoint)listener.LocalEndpoint).Port}", new());
        try
        {
            return await host.SendBytesAsync("POST /", [], body);
        }
        finally
        {
            await server;
        }
    }

    private static async Task AnswerAsync(TcpListener listener, string answer, bool isWholeRequest)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var read = new byte[100];
        var request = new StringBuilder();
        do
            request.Append(Encoding.ASCII.GetString(read, 0, await stream.ReadAsync(read)));
        while (isWholeRequest && !request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
    }
}
