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
    public void An_attempt_that_hangs_is_ended_after_a_second_so_that_it_fails_with_its_reason()
    {
        using var socket = Connect();

        Assert.False(Policy.ShouldRetry(0, 999));
        Assert.True(socket.Connected);
        Assert.False(Policy.ShouldRetry(0, 1000));

        Assert.False(socket.Connected);
        Assert.True(_socket.IsDropped);
        Assert.True(Policy.ShouldRetry(0, 1000));
    }

    // A process that is frozen in a handshake finds a connection that the server has long given up.
    [Fact]
    public void One_attempt_that_hangs_says_nothing_of_the_server_and_two_in_a_row_do()
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
    public void What_the_library_has_ended_itself_is_tried_again_and_hangs_no_more()
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
    public void An_attempt_between_that_ends_by_itself_breaks_the_row()
    {
        using var first = Connect();
        Policy.ShouldRetry(0, 1000);
        using (Connect())
            Policy.ShouldRetry(0, 999);
        using var third = Connect();
        Policy.ShouldRetry(0, 1000);

        Assert.False(_socket.IsHanging);
    }

    // Then it is past its handshake, where nobody asks for another attempt.
    [Fact]
    public void What_a_request_ends_does_not_count()
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
