using System.Buffers;

namespace Lessons.KestrelHost;

/// <summary>
/// Log lines for standard output, written together: a system call for each would be a twentieth of a request's cost.
/// They wait for some milliseconds, or until somebody flushes, as the end of the program does.
/// </summary>
internal sealed class DelayedOutput : Stream
{
    private const int MaxWaiting = 64 * 1024;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _waiting = new(MaxWaiting);
    private readonly Stream _inner;
    private readonly ITimer _timer;

    public DelayedOutput(Stream inner, TimeProvider time)
    {
        _inner = inner;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">Lines have waited long because they cannot be written, for example because the disk is full.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_lock)
        {
            if (_waiting.WrittenCount + buffer.Length > MaxWaiting)
                WriteWaiting();
            if (_waiting.WrittenCount == 0)
                _timer.Change(Delay, Timeout.InfiniteTimeSpan);
            _waiting.Write(buffer);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        lock (_lock)
            WriteWaiting();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
            try
            {
                Flush();
            }
            finally
            {
                _inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void OnTimer()
    {
        try
        {
            Flush();
        }
        catch (IOException)
        {
            _timer.Change(Delay, Timeout.InfiniteTimeSpan); // whoever writes the line that is too many is told
        }
    }

    // They are forgotten only when all of them are written: after half a failure some stand there twice.
    private void WriteWaiting()
    {
        _inner.Write(_waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }
}
