using System.Buffers;
using System.Text.Json;

namespace Portable.Lambda;

/// <summary>
/// A body of JSON as a JSON string (RFC 8259, 7). The writer asks its encoder about each quotation mark by itself: for a list of
/// 10,000 entries that is a third of the invocation's CPU time.
/// </summary>
internal static class EscapedText
{
    private const byte Quote = (byte)'"';

    // What the writer's encoder escapes: Portable.Http.JsonEncoder. Bytes from 0x7f on may be the beginning of such a character.
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 256).Where(value => value is < 0x20 or '"' or '\\' or >= 0x7f).Select(value => (byte)value)]);

    /// <summary>Writes the property, byte for byte as the writer would. The text is valid UTF-8.</summary>
    public static void WriteString(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        var escaped = ArrayPool<byte>.Shared.Rent((2 * text.Length) + 2);
        try
        {
            if (TryEscape(text, escaped, out var length))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(escaped.AsSpan(0, length), skipInputValidation: true);
            }
            else
            {
                writer.WriteString(name, text);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(escaped);
        }
    }

    // False where the text has more to escape than quotation marks, backslashes and line ends.
    private static bool TryEscape(ReadOnlySpan<byte> text, Span<byte> escaped, out int length)
    {
        length = 0;
        escaped[length++] = Quote;
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            if (text[at] is not (Quote or (byte)'\\' or (byte)'\n'))
                return false;
            text[..at].CopyTo(escaped[length..]);
            length += at;
            escaped[length++] = (byte)'\\';
            escaped[length++] = text[at] == '\n' ? (byte)'n' : text[at];
            text = text[(at + 1)..];
        }

        text.CopyTo(escaped[length..]);
        length += text.Length;
        escaped[length++] = Quote;
        return true;
    }
}
