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
}
