namespace Portable.Http;

/// <summary>A stream that is read once. When it is disposed of, it reports how many bytes were read.</summary>
internal sealed class CountedStream(Stream inner, Action<long> whenDisposed) : ReadOnceStream
{
    private long _count;
    private bool _isDone;

    public override bool CanSeek => inner.CanSeek;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    /// <summary>Reports nothing when this stream is disposed of, because no byte of it was sent.</summary>
    public void Forget() => _isDone = true;

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync();
        }
        finally
        {
            await base.DisposeAsync();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            if (!_isDone)
                whenDisposed(_count);
            _isDone = true;
        }

        base.Dispose(disposing);
    }

    private int Count(int bytes)
    {
        _count += bytes;
        return bytes;
    }
}
