using System.Globalization;
using System.Text;

namespace Portable.Lambda;

/// <summary>
/// A POST whose body is sent in chunks while it is made (RFC 9112, section 7.1), over a connection of its own. The connection is closed
/// afterwards.
/// </summary>
/// <param name="stream">The connection.</param>
/// <param name="head">The request line and the headers, with the empty line after them.</param>
internal sealed class ChunkedPost(Stream stream, string head) : IDisposable
{
    // Larger pieces do not make a response of 20 MB faster (bench/lambda.md).
    private const int MaxPiece = 32 * 1024;
    private const int SizeLength = 6; // four digits and CRLF

    private bool _isWhole;
    private bool _isBroken;

    public void Dispose() => stream.Dispose();

    /// <summary>Sends the head and one chunk of both parts. A request that is whole ends with this chunk.</summary>
    public ValueTask BeginAsync(ReadOnlyMemory<byte> part, ReadOnlyMemory<byte> next, bool isWhole)
    {
        _isWhole = isWhole;
        var size = (part.Length + next.Length).ToString("x", CultureInfo.InvariantCulture);
        var before = Encoding.ASCII.GetBytes($"{head}{size}\r\n");
        var after = isWhole ? "\r\n0\r\n\r\n"u8 : "\r\n"u8;
        byte[] bytes = [.. before, .. part.Span, .. next.Span, .. after];
        return WriteAsync(bytes);
    }

    /// <summary>
    /// Sends the body, one chunk for each piece that the body returns. Returns the exception of the body if it failed; null otherwise.
    /// Stops early if the server has closed the connection.
    /// </summary>
    public async Task<Exception?> SendAsync(Stream body, CancellationToken cancellationToken)
    {
        var chunk = new byte[SizeLength + MaxPiece + 2];
        while (!_isBroken)
        {
            int count;
            try
            {
                count = await body.ReadAsync(chunk.AsMemory(SizeLength, MaxPiece), cancellationToken);
            }
            catch (Exception exception)
            {
                return exception;
            }

            if (count == 0)
                break;
            Encoding.ASCII.GetBytes($"{count:x4}\r\n", chunk);
            "\r\n"u8.CopyTo(chunk.AsSpan(SizeLength + count));
            await WriteAsync(chunk.AsMemory(0, SizeLength + count + 2));
        }

        return null;
    }

    /// <summary>Ends the request and reads the response. The trailers are complete lines, each with its CRLF.</summary>
    /// <exception cref="IOException">The connection ended without a response.</exception>
    public async Task<Http1Response> EndAsync(string trailers)
    {
        if (!_isWhole)
            await WriteAsync(Encoding.ASCII.GetBytes($"0\r\n{trailers}\r\n"));
        return await new Http1Reader(stream, new byte[1024]).ReadResponseAsync();
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (!_isBroken)
                await stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // A server may respond and close the connection before it has read the whole request. EndAsync reads that response.
            _isBroken = true;
        }
    }
}
