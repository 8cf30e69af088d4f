using System.Net;
using System.Net.Sockets;
using Lessons.TestKit;
using Portable.Lambda;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the HTTP connection to the Runtime API and to Systems Manager.</summary>
public sealed class Http1ConnectionTests
{
    [Theory]
    [InlineData(nameof(Transport.Blocking))]
    [InlineData(nameof(Transport.Plain))]
    public async Task A_response_that_arrives_before_the_request_is_sent_is_read(string transport)
    {
        Needs.Linux("sockets that keep a received response after a reset");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = new Http1Connection("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, Enum.Parse<Transport>(transport));

        var sending = Task.Run(() => connection.SendAsync("POST", "/", "", new byte[32 * 1024 * 1024]));
        using (var server = await listener.AcceptSocketAsync())
        {
            await server.ReceiveAsync(new byte[1024]);
            await server.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }

        Assert.Equal(413, (await sending.WaitAsync(Eventually.Bound)).Status);
    }

    [Theory]
    [InlineData(nameof(Transport.Blocking))]
    [InlineData(nameof(Transport.Plain))]
    public async Task A_body_that_the_server_does_not_read_ends_at_the_deadline(string transport)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = new Http1Connection("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, Enum.Parse<Transport>(transport));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        using var post = await connection.OpenPostAsync("/", "");
        await using var body = new MemoryStream(new byte[64 * 1024 * 1024]);

        await post.BeginAsync("{}"u8.ToArray(), default, isWhole: false, deadline.Token);

        var exception = await Assert.ThrowsAsync<IOException>(() => post.SendAsync(body, deadline.Token).WaitAsync(Eventually.Bound));
        Assert.Equal("Lambda did not take the response before the deadline.", exception.Message);
    }
}
