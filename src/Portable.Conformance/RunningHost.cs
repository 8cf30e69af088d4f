using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Portable.Conformance;

/// <summary>A running host on a port of 127.0.0.1, and a client of this host that sends HTTP/1.1 over raw sockets.</summary>
public sealed partial class RunningHost : IAsyncDisposable
{
    private readonly HostLog _log;
    private readonly IAsyncDisposable? _server;
    private readonly string _from;

    /// <summary>A host in this process.</summary>
    /// <param name="port">The port on which the host listens.</param>
    /// <param name="log">The log to which the host and its application write.</param>
    /// <param name="server">The server, which ends with this object; null if the caller ends the server.</param>
    public RunningHost(int port, HostLog log, IAsyncDisposable? server = null)
        : this(port, log, server, "127.0.0.1")
    {
    }

    /// <summary>A host in this process.</summary>
    /// <param name="url">A URL on which the host listens, such as <c>http://127.0.0.1:5000</c>.</param>
    /// <param name="log">The log to which the host and its application write.</param>
    /// <param name="server">The server, which ends with this object; null if the caller ends the server.</param>
    /// <exception cref="FormatException">The URL has no port.</exception>
    public RunningHost(string url, HostLog log, IAsyncDisposable? server = null)
        : this(PortOf(url), log, server)
    {
    }

    private RunningHost(int port, HostLog log, IAsyncDisposable? server, string from) => (Port, _log, _server, _from) = (port, log, server, from);

    /// <summary>The port on which the host listens.</summary>
    public int Port { get; }

    /// <summary>The process of the host.</summary>
    /// <exception cref="InvalidOperationException">The host runs in this process.</exception>
    public ChildProcess Process => _server as ChildProcess ?? throw new InvalidOperationException("The host runs in the process of the tests.");

    /// <summary>Everything that the host has logged so far, joined by line feeds.</summary>
    public string Output => _log.Output;

    /// <summary>
    /// Called with the method, the target and the response of each request of <see cref="SendBytesAsync"/>. An exception fails the
    /// test that sent the request.
    /// </summary>
    public Action<string, string, RawResponse>? Answered { get; set; }

    /// <summary>
    /// Starts a program that writes a line with <c>Listening on http://ADDRESS:PORT</c> to its output when it listens. Disposing of
    /// the result kills the program.
    /// </summary>
    /// <param name="program">The path of the program, or its name in the PATH.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="environment">Sets these variables. A null value removes the variable.</param>
    /// <exception cref="TimeoutException">The program wrote no such line within <see cref="Eventually.Bound"/>.</exception>
    /// <exception cref="InvalidOperationException">The program has ended without such a line.</exception>
    public static Task<RunningHost> StartProgramAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        WaitForAsync(ChildProcess.Start(program, arguments, environment));

    /// <summary>Does the same as <see cref="StartProgramAsync"/> with a process that has started. The process ends if this fails.</summary>
    public static async Task<RunningHost> WaitForAsync(ChildProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        try
        {
            var line = await process.WaitForLineAsync("Listening on http://");
            return Of(process, PortOf(line));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the host in a process that listens on a port.</summary>
    public static RunningHost Of(ChildProcess process, int port)
    {
        ArgumentNullException.ThrowIfNull(process);
        return new(port, process.Log, process);
    }

    /// <summary>Returns a client of this host that sends its requests from the given loopback address, such as 127.0.0.9.</summary>
    public RunningHost From(string address) => new(Port, _log, _server, address) { Answered = Answered };

    /// <summary>Opens a connection to the host.</summary>
    public Task<RawConnection> ConnectAsync() => RawConnection.OpenAsync(Port, _from);

    /// <summary>Sends a request on a new connection, and returns the response.</summary>
    /// <param name="line">The method and the target, such as <c>GET /a?b=c</c>.</param>
    /// <param name="headers">Whole lines without their ends, such as <c>Accept: text/plain</c>.</param>
    /// <param name="body">The body, which is sent in UTF-8 with its Content-Length; null for a request without a body.</param>
    public async Task<RawResponse> SendAsync(string line, string[]? headers = null, string? body = null) =>
        await SendBytesAsync(line, headers ?? [], body is null ? null : Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="SendAsync"/>
    public async Task<RawResponse> SendBytesAsync(string line, string[] headers, byte[]? body)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(headers);
        using var connection = await ConnectAsync();
        await connection.SendAsync(Format(line, headers, body));
        if (body is not null)
            await connection.SendAsync(body);
        var response = await connection.ReadAsync(line.StartsWith("HEAD ", StringComparison.Ordinal));
        Answered?.Invoke(line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], response);
        return response;
    }

    /// <inheritdoc cref="HostLog.FindLineAsync"/>
    public Task<string> FindLineAsync(params string[] texts) => _log.FindLineAsync(texts);

    /// <summary>Ends the host.</summary>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private static int PortOf(string text) => int.Parse(PortPattern().Match(text).Groups["port"].Value, CultureInfo.InvariantCulture);

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
