using System.Diagnostics;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Portable.Redis;

/// <summary>
/// The socket beneath the library's connection. The library itself gives a silent one up only after four time-outs;
/// closed from here it is a lost connection like any other: what is in flight fails at once, and a new one opens.
/// </summary>
internal sealed class RedisSocket : IReconnectRetryPolicy
{
    private Socket? _socket;
    private volatile bool _isDropped;
    private long _opened;
    private long _lastSign;
    private int _hangs;

    /// <summary>True from a drop until the library opens the next socket.</summary>
    public bool IsDropped => _isDropped;

    /// <summary>True when two TLS handshakes in a row met with silence: a single one may have been frozen with its process.</summary>
    public bool IsHanging => Volatile.Read(ref _hangs) > 1;

    public void Open(Socket socket)
    {
        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _lastSign, now);
        Volatile.Write(ref _opened, now);
        if (Interlocked.Exchange(ref _socket, socket) is not null)
            Volatile.Write(ref _hangs, 0); // that one ended by itself
        _isDropped = false;
    }

    /// <summary>The other side has answered.</summary>
    public void ShowLife()
    {
        Volatile.Write(ref _lastSign, Stopwatch.GetTimestamp());
        Volatile.Write(ref _hangs, 0);
    }

    /// <summary>Closes the socket of a connection when nothing has come for that long. Of many callers one does.</summary>
    public void DropIfSilent(TimeSpan patience) => DropIfPast(ref _lastSign, patience);

    /// <summary>Closes the socket unless it is newer: many callers open no more than one in that time.</summary>
    public void DropIfOlder(TimeSpan age) => DropIfPast(ref _opened, age);

    /// <summary>
    /// Asked at each heartbeat without a connection, with the milliseconds since the last attempt began. Where that one
    /// hangs in its TLS handshake, yes would make the library end it, which then knows nothing but that time has passed.
    /// </summary>
    bool IReconnectRetryPolicy.ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry)
    {
        if (timeElapsedMillisecondsSinceLastRetry < RedisOptions.ConnectTimeout.TotalMilliseconds)
            return false;
        if (Volatile.Read(ref _socket) is not { Connected: true } socket || !Drop(socket))
            return true;
        Interlocked.Increment(ref _hangs);
        return false; // the library hears of the end first
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
