namespace Portable.Http;

/// <summary>A stream that is read once, front to back. It asks for the next part when the bytes of the last part have been read.</summary>
internal sealed class PartsStream(IAsyncEnumerable<ReadOnlyMemory<byte>> parts) : Stream
{
    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _parts;
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // The token of the first read cancels the enumeration. A host reads the whole stream with one token.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _parts ??= parts.GetAsyncEnumerator(cancellationToken);
        while (_rest.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested(); // the parts may not use the token
            if (!await _parts.MoveNextAsync())
                return 0;
            _rest = _parts.Current;
        }

        var count = Math.Min(_rest.Length, buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream can only be read asynchronously.");

    public override async ValueTask DisposeAsync()
    {
        if (_parts is not null)
            await _parts.DisposeAsync();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
        // There is nothing to write.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
