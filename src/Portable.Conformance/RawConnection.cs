using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Portable.Http;

namespace Portable.Conformance;

/// <summary>HTTP/1.1 over a socket, byte for byte. An HTTP client library would normalise targets and headers.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    /// <summary>Connects from a loopback address, so that each test can have its own client address. IPv4 has 16 million, IPv6 has one.</summary>
    public static async Task<RawConnection> OpenAsync(int port, string from = "127.0.0.1")
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await client.ConnectAsync(from == "::1" ? from : "127.0.0.1", port);
        client.ReceiveTimeout = client.SendTimeout = (int)Eventually.Bound.TotalMilliseconds;
        return new(client);
    }

    /// <summary>Resets the connection, as the system does for a client that was killed.</summary>
    public void Reset()
    {
        _client.LingerState = new(enable: true, 0);
        _client.Dispose();
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _client.Dispose();

    /// <summary>Sends text as UTF-8.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Reads one response. The response to a HEAD request has only headers.</summary>
    /// <exception cref="InvalidDataException">The response does not begin with a status line of HTTP/1.1.</exception>
    /// <exception cref="EndOfStreamException">The host has closed the connection before the end of the response.</exception>
    /// <exception cref="OperationCanceledException">The response has not ended within <see cref="Eventually.Bound"/>.</exception>
    public async Task<RawResponse> ReadAsync(bool isHead = false)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var status = (await ReadLineAsync(bound.Token)).Split(' ');
        if (status is not ["HTTP/1.1", var code, ..])
            throw new InvalidDataException($"This is not a status line: {string.Join(' ', status)}");

        var list = new List<Header>();
        for (var line = await ReadLineAsync(bound.Token); line.Length > 0; line = await ReadLineAsync(bound.Token))
            list.Add(new(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
        HeaderList headers = [.. list];
        var hasBody = !isHead && code is not ("204" or "304");
        var body = hasBody ? await ReadBodyAsync(headers, bound.Token) : [];
        return new(int.Parse(code, CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString(body)) { Bytes = body };
    }

    /// <summary>Reads until the text has arrived, and returns all bytes since the last response as UTF-8.</summary>
    /// <exception cref="IOException">The connection ended before that.</exception>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var read = new List<byte>();
        var end = Encoding.UTF8.GetBytes(text);
        var next = new byte[1];
        while (read.Count < end.Length || !CollectionsMarshal.AsSpan(read).EndsWith(end))
        {
            await _stream.ReadExactlyAsync(next, bound.Token);
            read.Add(next[0]);
        }

        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(read));
    }

    private async Task<byte[]> ReadBodyAsync(HeaderList headers, CancellationToken cancellationToken)
    {
        if (headers.First("Transfer-Encoding") != "chunked")
            return await ReadBytesAsync(int.Parse(headers.First("Content-Length") ?? "0", CultureInfo.InvariantCulture), cancellationToken);

        var body = new List<byte>();
        while (int.Parse(await ReadLineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.AddRange(await ReadBytesAsync(size, cancellationToken));
            await ReadLineAsync(cancellationToken);
        }

        await ReadLineAsync(cancellationToken);
        return [.. body];
    }

    private async Task<byte[]> ReadBytesAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    // The line is read byte by byte, so that no byte of the next response is read.
    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(next, cancellationToken);
            if (next[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(next[0]);
        }
    }
}
