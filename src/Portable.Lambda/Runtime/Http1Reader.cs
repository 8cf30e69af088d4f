using System.Globalization;
using System.Text;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>Reads one HTTP/1.1 response. The next reader may use the same buffer.</summary>
internal sealed class Http1Reader(Stream stream, byte[] buffer)
{
    // An event has at most 6 MB. Base64 and JSON escapes make it larger.
    private const int MaxBodyLength = 64 * 1024 * 1024;
    private const int MaxHeadLength = 64 * 1024;

    private byte[] _buffer = buffer;
    private int _start;
    private int _end;

    /// <summary>Waits for more bytes. Returns false when the server has closed the connection.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = await stream.ReadAsync(_buffer.AsMemory(_end));
        _end += count;
        return count > 0;
    }

    public async Task<Http1Response> ReadResponseAsync()
    {
        var line = await ReadLineAsync();
        if (line is not ['H', 'T', 'T', 'P', '/', '1', '.', _, ' ', _, _, _, ..] || !int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new IOException("The server's response is not HTTP.");

        var headers = new List<Header>();
        for (line = await ReadLineAsync(); line.Length > 0; line = await ReadLineAsync())
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        var list = HeaderList.Take([.. headers]);
        return new(status, list, await ReadBodyAsync(list));
    }

    private async ValueTask<string> ReadLineAsync()
    {
        while (true)
        {
            var bytes = _buffer.AsSpan(_start, _end - _start);
            if (bytes.IndexOf("\r\n"u8) is >= 0 and var length)
            {
                _start += length + 2;
                return Encoding.ASCII.GetString(bytes[..length]);
            }

            if (bytes.Length > MaxHeadLength)
                throw new IOException("The server sent a line without a CRLF.");
            if (!await WaitAsync())
                throw Cut();
        }
    }

    // A response without a length and without chunks has no body. The servers that this host calls never end a body by closing the connection.
    private async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HeaderList headers)
    {
        if (string.Equals(headers.First("Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase))
            return await ReadChunksAsync();
        return headers.First("Content-Length") is { } text ? await ReadBytesAsync(ParseLength(text, NumberStyles.None)) : default;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadChunksAsync()
    {
        using var body = new MemoryStream();
        while (ParseLength((await ReadLineAsync()).Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier) is > 0 and var length)
        {
            body.Write(await ReadBytesAsync(length));
            if (body.Length > MaxBodyLength || (await ReadLineAsync()).Length > 0)
                throw new IOException("The server sent a broken chunk.");
        }

        while ((await ReadLineAsync()).Length > 0)
        {
            // Trailers are ignored.
        }

        return body.ToArray();
    }

    private async ValueTask<byte[]> ReadBytesAsync(int length)
    {
        var bytes = new byte[length];
        var buffered = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(bytes);
        _start += buffered;
        for (var at = buffered; at < length;)
            at += await stream.ReadAsync(bytes.AsMemory(at)) is > 0 and var count ? count : throw Cut();
        return bytes;
    }

    private static int ParseLength(string text, NumberStyles style) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out var length) && length is >= 0 and <= MaxBodyLength
            ? length
            : throw new IOException($"The server sent a length that is not a number from 0 to {MaxBodyLength}.");

    private static IOException Cut() => new("The server closed the connection before the end of a response.");
}
