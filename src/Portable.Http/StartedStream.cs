namespace Portable.Http;

/// <summary>A stream whose first bytes have been read already: those bytes, and then the rest.</summary>
internal sealed class StartedStream(ReadOnlyMemory<byte> first, Stream rest) : ReadOnceStream
{
    private ReadOnlyMemory<byte> _first = first;

    public override bool CanSeek => rest.CanSeek;

    public override long Length => rest.Length;

    public override long Position
    {
        get => rest.Position - _first.Length;
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_first.IsEmpty)
            return rest.ReadAsync(buffer, cancellationToken);
        var count = Math.Min(_first.Length, buffer.Length);
        _first[..count].CopyTo(buffer);
        _first = _first[count..];
        return new(count);
    }

    public override async ValueTask DisposeAsync()
    {
        await rest.DisposeAsync();
        await base.DisposeAsync();
    }
}
