using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Portable.Redis;

/// <summary>
/// Finds out why a server refuses the library's connection. The library reports how the connection failed, but not the server's
/// error reply. Such a reply may be that the server has too many clients, that the password is wrong, or that it is loading its
/// data.
/// </summary>
internal sealed class RedisDiagnosis(RedisUrl url, ILogger logger)
{
    private const int MaxReply = 512;
    private const string EchoReply = "$1\r\n";

    private readonly Lock _lock = new();
    private int _isRunning;
    private int _generation;
    private volatile string? _reason;

    /// <summary>
    /// The server's own reason for refusing connections, such as <c>WRONGPASS invalid username-password pair</c>. Null while the
    /// server accepts connections, gives no reason, or cannot be reached.
    /// </summary>
    public string? Reason => _reason;

    /// <summary>
    /// Removes the reason, because the server accepts connections again. The result of a diagnosis that is still running is
    /// discarded.
    /// </summary>
    public void Clear()
    {
        lock (_lock)
        {
            _generation++;
            _reason = null;
        }
    }

    /// <summary>
    /// Runs the diagnosis, unless it is already running. A new reason is logged if <paramref name="isLogged"/> is true.
    /// </summary>
    public async Task RunAsync(bool isLogged)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
            return;
        try
        {
            var generation = Volatile.Read(ref _generation);
            var reason = await AskAsync();
            bool isNew;
            lock (_lock)
            {
                if (generation != _generation)
                    return; // the server accepts connections again
                isNew = reason is not null && reason != _reason;
                _reason = reason;
            }

            if (isLogged && isNew)
                RedisLog.RedisRefuses(logger, reason!);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task<string?> AskAsync()
    {
        using var limit = new CancellationTokenSource(RedisOptions.ConnectTimeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port, limit.Token);
            await using var stream = await OpenAsync(client, limit.Token);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Greeting()), limit.Token);
            return await ReadErrorAsync(stream, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or AuthenticationException)
        {
            return null; // the library reports the same failure
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, CancellationToken cancellationToken)
    {
        if (!url.UseTls)
            return client.GetStream();
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.Host }, cancellationToken);
        return tls;
    }

    // Returns AUTH, if there is a password, and ECHO. The library's own handshake contains these commands too.
    private string Greeting()
    {
        var echo = Command("ECHO", "?");
        return url switch
        {
            { Password: null } => echo,
            { User: null } => Command("AUTH", url.Password) + echo,
            _ => Command("AUTH", url.User, url.Password) + echo,
        };
    }

    private static string Command(params string[] words) =>
        $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));

    // Returns the first error before the reply to ECHO. Returns null where there is no error, or where the server closes the
    // connection without an error.
    private static async Task<string?> ReadErrorAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxReply];
        for (var length = 0; length < buffer.Length;)
        {
            if (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is not (> 0 and var count))
                return null;
            length += count;
            var reply = Encoding.UTF8.GetString(buffer, 0, length);
            if (Array.Find(reply.Split("\r\n")[..^1], line => line.StartsWith('-')) is { } error)
                return RedisErrors.WithoutQuotes(error[1..]);
            if (reply.Contains(EchoReply, StringComparison.Ordinal))
                return null;
        }

        return null;
    }
}
