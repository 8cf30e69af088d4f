using System.Diagnostics;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>
/// The socket of the library's connection. The library itself closes a silent socket only after four times the time-out of a
/// command. When this class closes the socket, the library handles it like any other lost connection: pending commands fail at
/// once, and a new connection opens.
/// </summary>
internal sealed class RedisSocket : IReconnectRetryPolicy
{
    private Socket? _socket;
    private volatile bool _isDropped;
    private long _opened;
    private long _lastSign;
    private int _hangs;

    /// <summary>True after this class has closed a socket, until the library opens the next socket.</summary>
    public bool IsDropped => _isDropped;

    /// <summary>
    /// True after two TLS handshakes in a row got no answer. One is not enough: the process may have been frozen during that
    /// handshake.
    /// </summary>
    public bool IsHanging => Volatile.Read(ref _hangs) > 1;

    public void Open(Socket socket)
    {
        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _lastSign, now);
        Volatile.Write(ref _opened, now);
        if (Interlocked.Exchange(ref _socket, socket) is not null)
            Volatile.Write(ref _hangs, 0); // this class did not close the previous socket, so that socket did not hang
        _isDropped = false;
    }

    /// <summary>Records that the server has answered.</summary>
    public void ShowLife()
    {
        Volatile.Write(ref _lastSign, Stopwatch.GetTimestamp());
        Volatile.Write(ref _hangs, 0);
    }

    /// <summary>
    /// Closes the socket when no reply has arrived for the time <paramref name="patience"/>. When many callers call this method,
    /// only one of them closes the socket.
    /// </summary>
    public void DropIfSilent(TimeSpan patience) => DropIfPast(ref _lastSign, patience);

    /// <summary>
    /// Closes the socket if its age is at least <paramref name="age"/>. Many callers therefore cause at most one new connection
    /// in that time.
    /// </summary>
    public void DropIfOlder(TimeSpan age) => DropIfPast(ref _opened, age);

    /// <summary>
    /// The library calls this method at each heartbeat without a connection. It passes the milliseconds since the last attempt to
    /// connect began. Where that attempt hangs in its TLS handshake, the result true would make the library end the attempt. The
    /// library would then report only that time had passed. Therefore this method closes the socket, and returns false.
    /// </summary>
    bool IReconnectRetryPolicy.ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry)
    {
        if (timeElapsedMillisecondsSinceLastRetry < RedisOptions.ConnectTimeout.TotalMilliseconds)
            return false;
        if (Volatile.Read(ref _socket) is not { Connected: true } socket || !Drop(socket))
            return true;
        Interlocked.Increment(ref _hangs);
        return false; // the library must first see that the socket is closed
    }

    private void DropIfPast(ref long timestamp, TimeSpan limit)
    {
        if (Volatile.Read(ref _socket) is { } socket && Stopwatch.GetElapsedTime(Volatile.Read(ref timestamp)) >= limit)
            Drop(socket);
    }

    private bool Drop(Socket socket)
    {
        if (Interlocked.CompareExchange(ref _socket, null, socket) != socket)
            return false;
        _isDropped = true;
        socket.Dispose();
        return true;
    }
}
