using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Lessons.Stores;

/// <summary>
/// Asks a server that refuses the library's connection for its own reason. The library tells how the connection failed, and
/// not what the server said: that it has too many clients, that the password is wrong, that it is loading its data.
/// </summary>
internal static class RedisDiagnosis
{
    private const int MaxReply = 512;

    /// <summary>The server's first error in its own words, such as <c>WRONGPASS invalid username-password pair</c>; null when it has none or cannot be asked.</summary>
    public static async Task<string?> AskAsync(RedisUrl url)
    {
        using var limit = new CancellationTokenSource(RedisOptions.ConnectTimeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port, limit.Token);
            await using var stream = await OpenAsync(client, url, limit.Token);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Greeting(url)), limit.Token);
            return FindError(await ReadAsync(stream, limit.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            return null; // the library has met the same, and tells it
        }
    }

    private static async Task<Stream> OpenAsync(TcpClient client, RedisUrl url, CancellationToken cancellationToken)
    {
        if (!url.UseTls)
            return client.GetStream();
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.Host }, cancellationToken);
        return tls;
    }

    // The commands of the library's own handshake.
    private static string Greeting(RedisUrl url)
    {
        var echo = Command("ECHO", "?");
        return url.Password is null ? echo : url.User is null ? Command("AUTH", url.Password) + echo : Command("AUTH", url.User, url.Password) + echo;
    }

    private static string Command(params string[] words) =>
        $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));

    // Until the reply to ECHO has come, or the server closes.
    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxReply];
        var length = 0;
        while (length < buffer.Length && FindError(Encoding.UTF8.GetString(buffer, 0, length)) is null && !Encoding.UTF8.GetString(buffer, 0, length).Contains("$1\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is not (> 0 and var count))
                break;
            length += count;
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static string? FindError(string reply) =>
        reply.Split("\r\n") is [.. var lines, _] ? Array.Find(lines, line => line.StartsWith('-'))?[1..] : null;
}
