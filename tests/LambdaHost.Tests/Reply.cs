using System.Text;

namespace Lessons.Tests;

/// <summary>What a scripted server sends, byte for byte, and whether it closes the connection then.</summary>
internal sealed record Reply(byte[] Bytes, bool Closes = false)
{
    /// <summary>Keeps the connection open and says nothing.</summary>
    public static Reply Silence { get; } = new([]);

    /// <summary>The headers are whole lines.</summary>
    public static Reply Of(int status, string body = "", string headers = "") =>
        Text($"HTTP/1.1 {status} Reason\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static Reply Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>This reply, after which the connection is closed without a word.</summary>
    public Reply ThenClose() => this with { Closes = true };
}
