using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Lessons.TestKit;
using Portable.Http;

namespace Lessons.Tests;

/// <summary>An HTTP server on loopback. The test chooses the reply to each request.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<ScriptedRequest, Task<Reply>> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly X509Certificate2Collection _chain = [];

    /// <summary>Starts the server. With a certificate, the server uses TLS.</summary>
    public ScriptedServer(Func<ScriptedRequest, Task<Reply>> answer, TestCertificate? certificate = null)
    {
        _answer = answer;
        if (certificate is not null)
        {
            _certificate = X509Certificate2.CreateFromPemFile(certificate.CertificateFile, certificate.KeyFile);
            _chain.ImportFromPemFile(certificate.CertificateFile);
        }

        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var end = _end.Token;
        try
        {
            for (var number = 1; ; number++)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(end), number, end);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client, int number, CancellationToken end)
    {
        using var owned = client;
        try
        {
            await using var stream = await OpenAsync(client, end);
            while (await ReadRequestAsync(stream, number, end) is { } request)
            {
                var reply = await _answer(request).WaitAsync(end);
                await stream.WriteAsync(reply.Bytes, end);
                if (reply.Closes)
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or OperationCanceledException)
        {
            // The client has disconnected, or the test has ended.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, CancellationToken end)
    {
        if (_certificate is null)
            return client.GetStream();
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, _chain, offline: true) }, end);
        return stream;
    }

    /// <summary>Reads a request. Returns null when the client has closed the connection.</summary>
    private static async Task<ScriptedRequest?> ReadRequestAsync(Stream stream, int number, CancellationToken end)
    {
        if (await ReadLineAsync(stream, end) is not { } first)
            return null;
        var list = await ReadHeadersAsync(stream, end);
        if (list.First("Transfer-Encoding") == "chunked")
            return await ReadChunksAsync(stream, new(number, first, list, ""), end);
        var body = new byte[int.Parse(list.First("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, end);
        return new(number, first, list, Encoding.UTF8.GetString(body));
    }

    private static async Task<HeaderList> ReadHeadersAsync(Stream stream, CancellationToken end)
    {
        var headers = new List<Header>();
        while (await ReadLineAsync(stream, end) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return [.. headers];
    }

    private static async Task<ScriptedRequest> ReadChunksAsync(Stream stream, ScriptedRequest request, CancellationToken end)
    {
        var chunks = new List<byte[]>();
        while (int.Parse(await ReadLineAsync(stream, end) ?? throw new IOException("The client closed the connection within a body."), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            var chunk = new byte[length];
            await stream.ReadExactlyAsync(chunk, end);
            if (await ReadLineAsync(stream, end) is not "")
                throw new IOException("A chunk does not end with CRLF.");
            chunks.Add(chunk);
        }

        return request with { Body = Encoding.UTF8.GetString([.. chunks.SelectMany(chunk => chunk)]), Chunks = chunks, Trailers = await ReadHeadersAsync(stream, end) };
    }

    private static async Task<string?> ReadLineAsync(Stream stream, CancellationToken end)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (await stream.ReadAsync(next, end) > 0)
        {
            if (next[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(next[0]);
        }

        return null;
    }
}
