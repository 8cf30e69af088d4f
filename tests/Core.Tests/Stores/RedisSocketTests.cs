using System.Net;
using System.Net.Sockets;
using Portable.Redis;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

public sealed class RedisSocketTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly RedisSocket _socket = new();

    public RedisSocketTests() => _server.Start();

    private IReconnectRetryPolicy Policy => _socket;

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_socket_is_closed_when_its_connection_attempt_took_1000_ms()
    {
        using var socket = Connect();

        Assert.False(Policy.ShouldRetry(0, 999));
        Assert.True(socket.Connected);
        Assert.False(Policy.ShouldRetry(0, 1000));

        Assert.False(socket.Connected);
        Assert.True(_socket.IsDropped);
        Assert.True(Policy.ShouldRetry(0, 1000));
    }

    // One hanging attempt is not enough: while this process was frozen in a TLS handshake, the server may have closed the
    // connection.
    [Fact]
    public void IsHanging_is_true_only_after_two_hanging_attempts_in_a_row()
    {
        using var first = Connect();
        Policy.ShouldRetry(0, 1000);
        Assert.False(_socket.IsHanging);

        using var second = Connect();
        Policy.ShouldRetry(0, 1000);
        Assert.True(_socket.IsHanging);

        _socket.ShowLife();
        Assert.False(_socket.IsHanging);
    }

    [Fact]
    public void An_attempt_that_the_library_has_ended_is_retried_and_not_hanging()
    {
        for (var i = 0; i < 3; i++)
        {
            using (Connect())
                Assert.False(Policy.ShouldRetry(0, 999));
            Assert.True(Policy.ShouldRetry(0, 1000));
        }

        Assert.False(_socket.IsHanging);
    }

    [Fact]
    public void An_attempt_that_ends_by_itself_resets_the_hanging_count()
    {
        using var first = Connect();
        Policy.ShouldRetry(0, 1000);
        using (Connect())
            Policy.ShouldRetry(0, 999);
        using var third = Connect();
        Policy.ShouldRetry(0, 1000);

        Assert.False(_socket.IsHanging);
    }

    // A request closes a socket only after the TLS handshake, with DropIfOlder. The library then does not call ShouldRetry.
    [Fact]
    public void A_socket_closed_by_DropIfOlder_does_not_count_as_hanging()
    {
        for (var i = 0; i < 3; i++)
        {
            using var socket = Connect();
            _socket.DropIfOlder(TimeSpan.Zero);
            Assert.False(socket.Connected);
        }

        Assert.False(_socket.IsHanging);
    }

    private Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _socket.Open(socket);
        socket.Connect(_server.LocalEndpoint);
        return socket;
    }
}
