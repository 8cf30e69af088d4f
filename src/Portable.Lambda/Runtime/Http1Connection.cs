using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Portable.Lambda;

/// <summary>
/// One kept-alive HTTP/1.1 connection. A plain socket starts in a fraction of the time of an HTTP client. For the two servers that this
/// host calls (the Runtime API, Systems Manager), a plain socket is enough. A connection carries only one request at a time.
/// </summary>
internal sealed class Http1Connection(string host, int port, Transport transport) : IDisposable
{
    private readonly byte[] _buffer = new byte[4096];
    private Stream? _stream;

    /// <summary>The value of the Host header. As in AWS's signature, it does not contain the default port of the scheme.</summary>
    public string Authority => port == (transport == Transport.Tls ? 443 : 80) ? host : $"{host}:{port}";

    public void Dispose() => _stream?.Dispose();

    /// <summary>
    /// Sends a request and reads the response, without a time limit. The headers are complete lines, each with its CRLF. A server may
    /// close a kept connection between two calls. The request is then sent once more over a new connection.
    /// </summary>
    /// <exception cref="IOException">The connection broke, or the server's response is not HTTP.</exception>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    public async Task<Http1Response> SendAsync(string method, string path, string headers, ReadOnlyMemory<byte> body)
    {
        var head = $"{method} {path} HTTP/1.1\r\nHost: {Authority}\r\n{headers}Content-Length: {body.Length}\r\n\r\n";
        var request = new byte[head.Length + body.Length];
        Encoding.ASCII.GetBytes(head, request);
        body.CopyTo(request.AsMemory(head.Length));
        if (_stream is not null && await TryExchangeAsync(_stream, request) is { } response)
            return response;

        Close();
        _stream = await ConnectAsync(transport);
        return await TryExchangeAsync(_stream, request) ?? throw new IOException($"{host} closed the connection without a response.");
    }

    /// <summary>
    /// Opens a new connection for a POST with a chunked body. Nothing is sent yet. The headers are complete lines, each with its CRLF. A
    /// blocking transport cannot cancel a write, so such a connection also has asynchronous writes.
    /// </summary>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    public async Task<ChunkedPost> OpenPostAsync(string path, string headers) =>
        new(
            await ConnectAsync(transport == Transport.Blocking ? Transport.Plain : transport),
            $"POST {path} HTTP/1.1\r\nHost: {Authority}\r\n{headers}Transfer-Encoding: chunked\r\n\r\n");

    private async Task<Stream> ConnectAsync(Transport transport)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (transport == Transport.Blocking)
            {
                socket.Connect(host, port);
                return new BlockingStream(socket);
            }

            await socket.ConnectAsync(host, port);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (transport == Transport.Plain)
                return stream;
            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(host);
            return tls;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads the response. Returns null when the connection ended before the first byte of a response.</summary>
    private async Task<Http1Response?> TryExchangeAsync(Stream stream, byte[] request)
    {
        var reader = new Http1Reader(stream, _buffer);
        if (!await TryWriteAsync(stream, request, reader))
            return null;

        try
        {
            var response = await reader.ReadResponseAsync();
            if (string.Equals(response.Headers.First("Connection"), "close", StringComparison.OrdinalIgnoreCase))
                Close();
            return response;
        }
        catch (IOException)
        {
            Close(); // the next bytes of this connection would be the rest of a broken response
            throw;
        }
    }

    /// <summary>
    /// Sends a request, and waits for the first byte of the response. A server may send a response and close the connection before it has
    /// read the whole request.
    /// </summary>
    private static async Task<bool> TryWriteAsync(Stream stream, byte[] request, Http1Reader reader)
    {
        try
        {
            await stream.WriteAsync(request);
        }
        catch (IOException)
        {
            // If the server sent a response, the socket has already received that response.
        }

        try
        {
            return await reader.WaitAsync();
        }
        catch (IOException)
        {
            return false; // SendAsync sends the request again over a new connection. On a new connection it throws.
        }
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
