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

    /// <summary>The client's address of this connection.</summary>
    internal string LocalAddress
    {
        get
        {
            var address = ((IPEndPoint)_client.Client.LocalEndPoint!).Address;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
    }

    /// <summary>
    /// Connects to a port of 127.0.0.1 from a loopback address, so that each test can have its own client address. IPv4 has 16 million.
    /// IPv6 has one: a connection from <c>::1</c> goes to <c>::1</c>.
    /// </summary>
    /// <exception cref="SocketException">No host listens on the port, or this machine does not have the client's address.</exception>
    public static Task<RawConnection> OpenAsync(int port, string from = HostUrl.Loopback) => OpenAsync(HostUrl.Loopback, port, from);

    /// <summary>Connects to a port of an address, from a given address of the client or from any.</summary>
    internal static async Task<RawConnection> OpenAsync(string address, int port, string? from)
    {
        if (from == "::1" && address == HostUrl.Loopback)
            address = from;
        var client = from is not null ? new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0))
            : IPAddress.TryParse(address, out var parsed) ? new TcpClient(parsed.AddressFamily)
            : new TcpClient();
        try
        {
            await client.ConnectAsync(address, port);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        return new(client);
    }

    /// <summary>Resets the connection, as the system does for a client that was killed.</summary>
    internal void Reset()
    {
        _client.LingerState = new(enable: true, 0);
        _client.Dispose();
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _client.Dispose();

    /// <summary>Sends text as UTF-8.</summary>
    /// <inheritdoc cref="SendAsync(ReadOnlyMemory{byte})" path="/exception"/>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes.</summary>
    /// <exception cref="IOException">The host has closed the connection.</exception>
    /// <exception cref="OperationCanceledException">The host has not received the bytes within <see cref="Eventually.Bound"/>.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        await _stream.WriteAsync(bytes, bound.Token);
    }

    /// <summary>Reads one response. The response to a HEAD request has only headers.</summary>
    /// <exception cref="InvalidDataException">The response is not a response of HTTP/1.1.</exception>
    /// <exception cref="IOException">
    /// The connection was reset before the end of the response. If it was closed, this is an <see cref="EndOfStreamException"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The response has not ended within <see cref="Eventually.Bound"/>.</exception>
    public async Task<RawResponse> ReadAsync(bool isHead = false)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var line = await ReadLineAsync(bound.Token);
        if (line.Split(' ') is not ["HTTP/1.1", var code, ..] || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new InvalidDataException($"This is not a status line: {line}");

        var headers = await ReadHeadersAsync(bound.Token);
        var hasBody = !isHead && status is >= 200 and not (204 or 304);
        var body = hasBody ? await ReadBodyAsync(headers, bound.Token) : [];
        return new(status, headers, Encoding.UTF8.GetString(body)) { Bytes = body };
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

    private async Task<HeaderList> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new List<Header>();
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            if (line.Split(':', 2) is not [var name, var value])
                throw new InvalidDataException($"This line of the headers has no colon: {line}");
            headers.Add(new(name, value.Trim()));
        }

        return [.. headers];
    }

    private async Task<byte[]> ReadBodyAsync(HeaderList headers, CancellationToken cancellationToken)
    {
        if ("chunked".Equals(headers.First("Transfer-Encoding"), StringComparison.OrdinalIgnoreCase))
            return await ReadChunksAsync(cancellationToken);
        if (headers.First("Content-Length") is { } length)
            return await ReadBytesAsync(Length(length, NumberStyles.None), cancellationToken);

        var body = new MemoryStream();
        await _stream.CopyToAsync(body, cancellationToken); // The body ends with the connection.
        return body.ToArray();
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (Length((await ReadLineAsync(cancellationToken)).Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier) is > 0 and var size)
        {
            body.AddRange(await ReadBytesAsync(size, cancellationToken));
            if (await ReadLineAsync(cancellationToken) is { Length: > 0 } rest)
                throw new InvalidDataException($"The chunk of {size} bytes is longer: {rest}");
        }

        await ReadHeadersAsync(cancellationToken); // The trailers.
        return [.. body];
    }

    private static int Length(string text, NumberStyles style) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out var length) && length >= 0
            ? length
            : throw new InvalidDataException($"This is not the length of a body: {text}");

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
