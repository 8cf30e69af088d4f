using System.Text;

namespace Lessons.Tests;

/// <summary>The bytes that a scripted server sends, and whether the server closes the connection afterwards.</summary>
internal sealed record Reply(byte[] Bytes, bool Closes = false)
{
    /// <summary>Keeps the connection open and sends nothing.</summary>
    public static Reply Silence { get; } = new([]);

    /// <summary>Creates an HTTP response. The headers are complete lines, each with its CRLF.</summary>
    public static Reply Of(int status, string body = "", string headers = "") =>
        Text($"HTTP/1.1 {status} Reason\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static Reply Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Returns this reply, after which the server closes the connection.</summary>
    public Reply ThenClose() => this with { Closes = true };
}
