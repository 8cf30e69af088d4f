using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Portable.Lambda;

/// <summary>
/// One kept-alive HTTP/1.1 connection. A socket of our own starts in a fraction of an HTTP client's time, and the
/// two servers that this host calls (the Runtime API, Systems Manager) want no more. Not for several requests at once.
/// </summary>
internal sealed class Http1Connection(string host, int port, Transport transport) : IDisposable
{
    private readonly byte[] _buffer = new byte[4096];
    private Stream? _stream;

    /// <summary>The value of the Host header: without the scheme's own port, as AWS signs it.</summary>
    public string Authority => port == (transport == Transport.Tls ? 443 : 80) ? host : $"{host}:{port}";

    public void Dispose() => _stream?.Dispose();

    /// <summary>
    /// Sends a request and reads its answer, without a time limit. The headers are whole lines. When a kept connection
    /// turns out to be closed, as a server may do between two calls, the request is sent once more over a new one.
    /// </summary>
    /// <exception cref="IOException">The connection broke, or the server answered something that is no HTTP.</exception>
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
        _stream = await ConnectAsync();
        return await TryExchangeAsync(_stream, request) ?? throw new IOException($"{host} closed the connection without an answer.");
    }

    private async Task<Stream> ConnectAsync()
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

    /// <summary>Null when the connection ended before the first byte of an answer.</summary>
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
            Close(); // what follows on this connection would be the rest of a broken answer
            throw;
        }
    }

    /// <summary>Sends, and waits for the first byte of an answer. A server may answer and close before it has read everything.</summary>
    private static async Task<bool> TryWriteAsync(Stream stream, byte[] request, Http1Reader reader)
    {
        try
        {
            await stream.WriteAsync(request);
        }
        catch (IOException)
        {
            // Its answer, if there is one, has come already.
        }

        try
        {
            return await reader.WaitAsync();
        }
        catch (IOException)
        {
            return false; // SendAsync sends it once more, and does not hide a second failure
        }
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
