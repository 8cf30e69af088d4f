namespace Portable.Http;

/// <summary>The parts in turn. A read requests the next part when the bytes of the last part have been read.</summary>
internal sealed class PartsStream(IAsyncEnumerable<ReadOnlyMemory<byte>> parts) : ReadOnceStream
{
    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _parts;
    private ReadOnlyMemory<byte> _rest;

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

    public override async ValueTask DisposeAsync()
    {
        if (_parts is not null)
            await _parts.DisposeAsync();
        await base.DisposeAsync();
    }
}
