using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lessons.ColdStart;

/// <summary>The server's side of one HTTP/1.1 connection, for one request at a time.</summary>
internal sealed class HttpConnection(Socket socket) : IDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _count;

    public Socket Socket => socket;

    public void Dispose() => socket.Dispose();

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes)..];
    }

    /// <summary>Reads what has come. False when the other side has closed.</summary>
    public bool Fill()
    {
        if (_count == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            var received = socket.Receive(_buffer.AsSpan(_count));
            _count += received;
            return received > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The request that has come, or null while a part of it is missing.</summary>
    public HttpRequest? TryTake()
    {
        var bytes = _buffer.AsSpan(0, _count);
        var headLength = bytes.IndexOf("\r\n\r\n"u8) + 4;
        if (headLength < 4)
            return null;
        var lines = Encoding.ASCII.GetString(bytes[..headLength]).Split("\r\n");
        var body = Body(lines, bytes[headLength..]);
        if (body is null)
            return null;
        _count = 0; // a client that waits for its answer has sent nothing more
        return lines[0].Split(' ') is [var method, var path, _]
            ? new(this, method, path, body)
            : throw new BenchmarkException($"This is no HTTP: {lines[0]}");
    }

    private static byte[]? Body(string[] head, ReadOnlySpan<byte> bytes)
    {
        foreach (var line in head)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                var length = int.Parse(line.AsSpan(15), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
                return bytes.Length < length ? null : bytes[..length].ToArray();
            }

            // Amazon's runtime library for .NET sends its answers in chunks.
            if (line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase))
                return Unchunk(bytes);
        }

        return [];
    }

    private static byte[]? Unchunk(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.EndsWith("0\r\n\r\n"u8))
            return null;
        var body = new List<byte>(bytes.Length);
        while (bytes.IndexOf("\r\n"u8) is > 0 and var end)
        {
            var length = int.Parse(bytes[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.AddRange(bytes.Slice(end + 2, length));
            bytes = bytes[(end + 2 + length + 2)..];
        }

        return [.. body];
    }
}
