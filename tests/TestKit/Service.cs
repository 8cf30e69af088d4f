using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lessons.TestKit;

/// <summary>A running host, and a client of this host.</summary>
public sealed partial class Service(ChildProcess process, int port, string from = "127.0.0.1") : IAsyncDisposable
{
    /// <summary>
    /// Called with the method, the target and the response of each request of <see cref="SendBytesAsync"/>. An exception fails the test that
    /// sent the request.
    /// </summary>
    public static Action<string, string, RawResponse>? Answered { get; set; }

    public ChildProcess Process => process;

    public int Port => port;

    /// <summary>Waits for the log line with the address on which the host listens.</summary>
    public static async Task<Service> WaitForAsync(ChildProcess process)
    {
        try
        {
            var line = await process.WaitForLineAsync("Listening on http://");
            return new(process, int.Parse(PortPattern().Match(line).Groups["port"].Value, CultureInfo.InvariantCulture));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns a client of this host that sends its requests from the given loopback address.</summary>
    public Service From(string address) => new(process, port, address);

    public Task<RawConnection> ConnectAsync() => RawConnection.OpenAsync(port, from);

    /// <summary>Sends a request on a new connection. The line is the method and the target. Headers are whole lines.</summary>
    public async Task<RawResponse> SendAsync(string line, string[]? headers = null, string? body = null) =>
        await SendBytesAsync(line, headers ?? [], body is null ? null : Encoding.UTF8.GetBytes(body));

    public async Task<RawResponse> SendBytesAsync(string line, string[] headers, byte[]? body)
    {
        using var connection = await ConnectAsync();
        await connection.SendAsync(Format(line, headers, body));
        if (body is not null)
            await connection.SendAsync(body);
        var response = await connection.ReadAsync(line.StartsWith("HEAD ", StringComparison.Ordinal));
        Answered?.Invoke(line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], response);
        return response;
    }

    /// <summary>Logs in with GET /login and returns the session cookie as a Cookie header.</summary>
    public async Task<string> LoginAsync(string userId)
    {
        var response = await SendAsync($"GET /login?userId={userId}");
        var cookie = response.Header("Set-Cookie") ?? throw new InvalidOperationException($"The login opened no session: {response}\n{process.Output}");
        return "Cookie: " + cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Format(string line, string[] headers, byte[]? body)
    {
        var head = new StringBuilder($"{line} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (var header in headers)
            head.Append(header).Append("\r\n");
        if (body is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        return head.Append("\r\n").ToString();
    }

    [GeneratedRegex(@"http://(\[[^\]]+\]|[^:]+):(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PortPattern();
}
