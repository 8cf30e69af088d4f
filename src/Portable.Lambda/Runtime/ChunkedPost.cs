using System.Text;

namespace Portable.Lambda;

/// <summary>
/// A POST whose body is sent in chunks while it is made (RFC 9112, section 7.1), over a connection of its own. The connection is closed
/// afterwards.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="head">The request line and the headers, with the empty line after them.</param>
internal sealed class ChunkedPost(Stream connection, string head) : IDisposable
{
    private const int MaxPiece = 32 * 1024;
    private const int SizeLength = 6; // four digits and CRLF

    // A larger body is not copied into the bytes of the head.
    private const int MaxCopied = 16 * 1024;

    private bool _isWhole;
    private bool _isBroken;

    public void Dispose() => connection.Dispose();

    /// <summary>Sends the head, and one chunk that has both parts. A request that is whole ends with this chunk.</summary>
    public async Task BeginAsync(ReadOnlyMemory<byte> part, ReadOnlyMemory<byte> next, bool isWhole, CancellationToken cancellationToken)
    {
        _isWhole = isWhole;
        var before = Encoding.ASCII.GetBytes($"{head}{part.Length + next.Length:x}\r\n");
        var after = isWhole ? "\r\n0\r\n\r\n"u8.ToArray() : "\r\n"u8.ToArray();
        if (next.Length <= MaxCopied)
        {
            byte[] bytes = [.. before, .. part.Span, .. next.Span, .. after];
            await WriteAsync(bytes, cancellationToken);
            return;
        }

        byte[] start = [.. before, .. part.Span];
        await WriteAsync(start, cancellationToken);
        await WriteAsync(next, cancellationToken);
        await WriteAsync(after, cancellationToken);
    }

    /// <summary>
    /// Sends a body, one chunk for each piece that the body returns, and disposes of the body. Returns the exception of the body if it
    /// failed; null otherwise. Stops early if the server has closed the connection.
    /// </summary>
    /// <exception cref="IOException">The server did not take the body before the deadline.</exception>
    public async Task<Exception?> SendAsync(Stream body, CancellationToken cancellationToken)
    {
        var chunk = new byte[SizeLength + MaxPiece + 2];
        while (!_isBroken)
        {
            int count;
            try
            {
                count = await body.ReadAsync(chunk.AsMemory(SizeLength, MaxPiece), cancellationToken);
                if (count == 0)
                    await body.DisposeAsync();
                else
                    cancellationToken.ThrowIfCancellationRequested(); // a body that is late is cut by the trailers, and not by a failed write
            }
            catch (Exception exception)
            {
                return exception;
            }

            if (count == 0)
                return null;
            Encoding.ASCII.GetBytes($"{count:x4}\r\n", chunk);
            "\r\n"u8.CopyTo(chunk.AsSpan(SizeLength + count));
            await WriteAsync(chunk.AsMemory(0, SizeLength + count + 2), cancellationToken);
        }

        return null;
    }

    /// <summary>Ends the request and reads the response. The trailers are complete lines, each with its CRLF.</summary>
    /// <exception cref="IOException">The connection ended without a response.</exception>
    public async Task<Http1Response> EndAsync(string trailers)
    {
        if (!_isWhole)
            await WriteAsync(Encoding.ASCII.GetBytes($"0\r\n{trailers}\r\n"), CancellationToken.None);
        return await new Http1Reader(connection, new byte[1024]).ReadResponseAsync();
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            if (!_isBroken)
                await connection.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException)
        {
            // A server may respond and close the connection before it has read the whole request. EndAsync reads that response.
            _isBroken = true;
        }
        catch (OperationCanceledException exception)
        {
            throw new IOException("Lambda did not take the response before the deadline.", exception);
        }
    }
}
