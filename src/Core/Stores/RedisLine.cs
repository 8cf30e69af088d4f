using System.Diagnostics;
using System.Net.Sockets;

namespace Lessons.Stores;

/// <summary>
/// The socket beneath the library's connection. The library itself gives a silent one up only after four time-outs;
/// closed from here it is a lost connection like any other: what is in flight fails at once, and a new one opens.
/// </summary>
internal sealed class RedisLine
{
    private Socket? _socket;
    private volatile bool _isDropped;
    private long _opened;
    private long _lastSign;

    /// <summary>True from a drop until the library opens the next socket.</summary>
    public bool IsDropped => _isDropped;

    public void Open(Socket socket)
    {
        ShowLife();
        Volatile.Write(ref _opened, Stopwatch.GetTimestamp());
        Volatile.Write(ref _socket, socket);
        _isDropped = false;
    }

    /// <summary>The other side has answered.</summary>
    public void ShowLife() => Volatile.Write(ref _lastSign, Stopwatch.GetTimestamp());

    /// <summary>Closes the socket when nothing has come for that long, since it opened too. Of many callers one does.</summary>
    public void DropIfSilent(TimeSpan patience) => DropIfPast(ref _lastSign, patience);

    /// <summary>Closes the socket unless it is newer: many callers open no more than one in that time.</summary>
    public void DropIfOlder(TimeSpan age) => DropIfPast(ref _opened, age);

    private void DropIfPast(ref long timestamp, TimeSpan limit)
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref timestamp)) < limit || Interlocked.Exchange(ref _socket, null) is not { } socket)
            return;
        _isDropped = true;
        socket.Dispose();
    }
}
