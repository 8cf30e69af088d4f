using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Portable.Redis;

/// <summary>
/// Asks a server that refuses the library's connection for its own reason. The library reports how the connection failed, and
/// not what the server said: that it has too many clients, that the password is wrong, that it is loading its data.
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
    /// Why the server takes no connection, in its own words, such as <c>WRONGPASS invalid username-password pair</c>; null while
    /// it takes one, gives no reason or cannot be asked.
    /// </summary>
    public string? Reason => _reason;

    /// <summary>The server takes connections again. A question that is under way is not answered any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _generation++;
            _reason = null;
        }
    }

    /// <summary>Asks, unless the question is under way. A new reason is logged if that is wanted.</summary>
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
                    return; // the server takes connections again
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
            return null; // the library has met the same, and reports it
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

    // The commands of the library's own handshake.
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

    // The first error that stands before the reply to ECHO; null where there is none, or the server closes without one.
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
