using System.Globalization;
using System.Text;

namespace Portable.Http;

/// <summary>
/// Writes log lines to an output of the process. A log line does not break a response, and it delays a response by some 50 ms at
/// most. When the output has no room, as on a full disk or in a pipe that no process reads, lines wait in a bounded buffer. Lines
/// that do not fit into the buffer are dropped. When there is room again, one line reports how many lines were lost.
/// </summary>
public sealed class LogStream : Stream
{
    private const int StandardOutputDescriptor = 1;
    private const int StandardErrorDescriptor = 2;
    private const int Capacity = 64 * 1024;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly byte[] _waiting = new byte[Capacity];
    private readonly ILogSink _sink;
    private readonly TimeProvider _time;
    private readonly TimeSpan _delay;
    private readonly ITimer? _timer;
    private int _count;
    private long _lost;

    // Whether the last write of the buffer was incomplete. The next write then does not wait for the output, so that a slow
    // reader does not delay every response.
    private bool _isBehind;

    // Whether the last write of the buffer failed with an error, as on a full disk.
    private bool _isBroken;

    internal LogStream(ILogSink sink, TimeProvider time, TimeSpan delay)
    {
        (_sink, _time, _delay) = (sink, time, delay);
        if (delay > TimeSpan.Zero)
            _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Opens the standard output of the process. Lines wait for the given delay, so that one system call writes several lines
    /// together.
    /// </summary>
    public static LogStream ToStandardOutput(TimeProvider time, TimeSpan delay = default) =>
        new(Sink(StandardOutputDescriptor, Console.OpenStandardOutput), time, delay);

    /// <summary>Opens the standard error of the process.</summary>
    public static LogStream ToStandardError(TimeProvider time) => new(Sink(StandardErrorDescriptor, Console.OpenStandardError), time, TimeSpan.Zero);

    /// <summary>Accepts one line, or drops the line.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_lock)
        {
            if (_count + buffer.Length > Capacity)
                WriteWaiting();
            if (_count + buffer.Length > Capacity)
            {
                _lost++;
                return;
            }

            if (_count == 0)
                _timer?.Change(_delay, Timeout.InfiniteTimeSpan);
            buffer.CopyTo(_waiting.AsSpan(_count));
            _count += buffer.Length;
            if (_timer is null)
                WriteWaiting();
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes the waiting lines, as far as the output has room.</summary>
    public override void Flush()
    {
        lock (_lock)
        {
            WriteWaiting();
            if (_count > 0)
                _timer?.Change(RetryDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // At the end of the process, this method waits up to a second for a slow reader. It does not wait after an error, as on a full
    // disk.
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer?.Dispose();
            SpinWait.SpinUntil(IsDoneAfterFlush, LastPatience);
        }

        base.Dispose(disposing);
    }

    private bool IsDoneAfterFlush()
    {
        Flush();
        return _count == 0 || _isBroken;
    }

    private static ILogSink Sink(int descriptor, Func<Stream> openConsole) =>
        OperatingSystem.IsWindows() ? new StreamSink(openConsole()) : new DescriptorSink(descriptor);

    // The rest of a partly written line stays in the buffer until it is written, so that lines stay whole.
    private void WriteWaiting()
    {
        var (written, more) = (0, 0);
        while (written < _count && (more = _sink.TryWrite(_waiting.AsSpan(written, _count - written), isPatient: !_isBehind && written == 0)) > 0)
            written += more;
        _isBroken = more < 0;
        _waiting.AsSpan(written, _count - written).CopyTo(_waiting);
        _count -= written;
        _isBehind = _count > 0;
        if (_count > 0 || _lost == 0)
            return;
        _count = Encoding.ASCII.GetBytes(LossLine(), _waiting);
        _lost = 0;
        WriteWaiting();
    }

    private string LossLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"timestamp\":\"{_time.GetUtcNow().UtcDateTime:O}\",\"level\":\"WARN\","
        + $"\"message\":\"{_lost} {(_lost == 1 ? "log line was" : "log lines were")} lost: the log's output accepted no more\"}}\n");
}
