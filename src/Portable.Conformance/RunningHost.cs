using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portable.Conformance;

/// <summary>A running host, and a client of this host that sends HTTP/1.1 over raw sockets.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    private readonly HostUrl _url;
    private readonly HostLog _log;
    private readonly IAsyncDisposable? _server;
    private readonly string? _from;

    /// <summary>A host in this process.</summary>
    /// <param name="port">The port of 127.0.0.1 on which the host listens.</param>
    /// <param name="log">The log to which the host and its application write.</param>
    /// <param name="server">The server, which ends with this object; null if the caller ends the server.</param>
    public RunningHost(int port, HostLog log, IAsyncDisposable? server = null)
        : this(new(HostUrl.Loopback, port), log, server, null)
    {
    }

    /// <summary>A host in this process.</summary>
    /// <param name="url">
    /// A URL on which the host listens, such as <c>http://127.0.0.1:5000</c>, <c>http://[::1]:5000</c> or <c>http://localhost:5000</c>.
    /// The client connects to this address. A host that listens on every address is called on 127.0.0.1.
    /// </param>
    /// <param name="log">The log to which the host and its application write.</param>
    /// <param name="server">The server, which ends with this object; null if the caller ends the server.</param>
    /// <exception cref="FormatException">The URL does not begin with http, or it has no port. The client has no TLS.</exception>
    public RunningHost(string url, HostLog log, IAsyncDisposable? server = null)
        : this(HostUrl.Parse(url), log, server, null)
    {
    }

    private RunningHost(HostUrl url, HostLog log, IAsyncDisposable? server, string? from) => (_url, _log, _server, _from) = (url, log, server, from);

    /// <summary>The port on which the host listens.</summary>
    public int Port => _url.Port;

    /// <summary>The process of the host.</summary>
    /// <exception cref="InvalidOperationException">The host runs in this process.</exception>
    public ChildProcess Process => _server as ChildProcess ?? throw new InvalidOperationException("The host runs in the process of the tests.");

    /// <summary>Everything that the host has logged so far, joined by line feeds.</summary>
    public string Output => _log.Output;

    /// <summary>
    /// Called with the method, the target and the response of each request of <see cref="SendBytesAsync"/>. An exception fails the
    /// test that sent the request.
    /// </summary>
    internal Action<string, string, RawResponse>? Answered { get; set; }

    /// <summary>
    /// Starts a program that writes a line with <c>Listening on http://ADDRESS:PORT</c> to its output when it listens. The line of ASP.NET
    /// Core, <c>Now listening on: http://ADDRESS:PORT</c>, is accepted too. A line with an https URL is not. Disposing of the result kills
    /// the program.
    /// </summary>
    /// <param name="program">The path of the program, or its name in the PATH.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="environment">Sets these variables. A null value removes the variable.</param>
    /// <exception cref="TimeoutException">The program wrote no such line within <see cref="Eventually.Bound"/>.</exception>
    /// <exception cref="InvalidOperationException">The program has ended without such a line.</exception>
    /// <exception cref="FormatException">The URL of the line has no port.</exception>
    public static Task<RunningHost> StartProgramAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        WaitForAsync(ChildProcess.Start(program, arguments, environment));

    /// <summary>Does the same as <see cref="StartProgramAsync"/> with a process that has started. The process ends if this fails.</summary>
    /// <exception cref="TimeoutException">The process wrote no such line within <see cref="Eventually.Bound"/>.</exception>
    /// <exception cref="InvalidOperationException">The process has ended without such a line.</exception>
    /// <exception cref="FormatException">The URL of the line has no port.</exception>
    public static async Task<RunningHost> WaitForAsync(ChildProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        try
        {
            var line = await process.WaitForLineAsync("Listening on http://", HostUrl.IsIn);
            return new(HostUrl.Find(line), process.Log, process, null);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the host in a process that listens on a port of 127.0.0.1.</summary>
    internal static RunningHost Of(ChildProcess process, int port)
    {
        ArgumentNullException.ThrowIfNull(process);
        return new(port, process.Log, process);
    }

    /// <summary>
    /// Returns a client of this host that sends its requests from the given loopback address, such as 127.0.0.9. Linux and Windows have
    /// every address that begins with 127. Other systems may have only 127.0.0.1: a connection then fails with a SocketException.
    /// </summary>
    public RunningHost From(string address) => new(_url, _log, _server, address) { Answered = Answered };

    /// <summary>Opens a connection to the host.</summary>
    /// <exception cref="SocketException">The host refuses the connection, or this machine lacks the address of <see cref="From"/>.</exception>
    public Task<RawConnection> ConnectAsync() => RawConnection.OpenAsync(_url.Address, Port, _from);

    /// <summary>Sends a request on a new connection, and returns the response.</summary>
    /// <param name="line">The method and the target, such as <c>GET /a?b=c</c>.</param>
    /// <param name="headers">Whole lines without their ends, such as <c>Accept: text/plain</c>.</param>
    /// <param name="body">The body, which is sent in UTF-8 with its Content-Length; null for a request without a body.</param>
    /// <inheritdoc cref="RawConnection.ReadAsync" path="/exception"/>
    /// <exception cref="SocketException">The host refuses the connection.</exception>
    public async Task<RawResponse> SendAsync(string line, string[]? headers = null, string? body = null) =>
        await SendBytesAsync(line, headers ?? [], body is null ? null : Encoding.UTF8.GetBytes(body));

    /// <summary>Sends a request on a new connection, and returns the response, also if the host responds before it has read the body.</summary>
    /// <param name="line">The method and the target, such as <c>GET /a?b=c</c>.</param>
    /// <param name="headers">Whole lines without their ends, such as <c>Accept: text/plain</c>.</param>
    /// <param name="body">The body, which is sent with its Content-Length; null for a request without a body.</param>
    /// <inheritdoc cref="RawConnection.ReadAsync" path="/exception"/>
    /// <exception cref="SocketException">The host refuses the connection.</exception>
    public async Task<RawResponse> SendBytesAsync(string line, string[] headers, byte[]? body)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(headers);
        using var connection = await ConnectAsync();
        await connection.SendAsync(Format(line, headers, body));
        var answer = connection.ReadAsync(line.StartsWith("HEAD ", StringComparison.Ordinal));
        if (body is not null)
            await SendBodyAsync(connection, body);
        var response = await answer;
        Answered?.Invoke(line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], response);
        return response;
    }

    /// <inheritdoc cref="HostLog.FindLineAsync"/>
    public Task<string> FindLineAsync(params string[] texts) => _log.FindLineAsync(texts);

    /// <summary>Ends the host.</summary>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    /// <summary>Whether a client of this host can have that address of IPv4.</summary>
    internal bool CanSendFrom(string address)
    {
        if (!IPAddress.TryParse(_url.Address, out var own) || own.AddressFamily != AddressFamily.InterNetwork || !IPAddress.IsLoopback(own))
            return false;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task SendBodyAsync(RawConnection connection, byte[] body)
    {
        try
        {
            await connection.SendAsync(body);
        }
        catch (IOException)
        {
            // The host has closed the connection before it has read the body. It may have sent its response before that.
        }
    }

    private static string Format(string line, string[] headers, byte[]? body)
    {
        var head = new StringBuilder($"{line} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (var header in headers)
            head.Append(header).Append("\r\n");
        if (body is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        return head.Append("\r\n").ToString();
    }
}
