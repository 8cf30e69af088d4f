using System.Globalization;
using System.Text;

namespace Portable.Http;

/// <summary>
/// Log lines on their way out of the process. A line never costs an answer: where there is no room, as on a full disk or in a
/// pipe that nobody reads, lines wait in a bounded buffer, and those that do not fit are dropped. When there is room again
/// one line says how many were lost.
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

    // Whether the last attempt left something over. The output is not waited for then: a slow reader costs no answer.
    private bool _isBehind;

    // Whether the last attempt met an output that takes nothing.
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

    /// <summary>The process's standard output. Lines wait that long for others, so that one system call writes them together.</summary>
    public static LogStream ToStandardOutput(TimeProvider time, TimeSpan delay = default) =>
        new(Sink(StandardOutputDescriptor, Console.OpenStandardOutput), time, delay);

    /// <summary>The process's standard error.</summary>
    public static LogStream ToStandardError(TimeProvider time) => new(Sink(StandardErrorDescriptor, Console.OpenStandardError), time, TimeSpan.Zero);

    /// <summary>Takes one line, or drops it.</summary>
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

    /// <summary>Writes what waits, as far as there is room.</summary>
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

    // The end of the process waits a second for a slow reader, and not at all for an output that takes nothing.
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

    // What is half written stays until the rest of it is, so that lines stay whole.
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
        $"{{\"timestamp\":\"{_time.GetUtcNow().UtcDateTime:O}\",\"level\":\"WARN\",\"message\":\"{_lost} log lines were lost: the log's output took no more\"}}\n");
}
