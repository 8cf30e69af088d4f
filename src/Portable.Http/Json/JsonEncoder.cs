using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portable.Http;

/// <summary>
/// Escapes only three kinds of characters: those that JSON requires (RFC 8259, 7), those that control terminals, and those that
/// end a line. Other characters need no escape, because our JSON is never embedded in HTML. The library's own encoders are not
/// used: the first use of such an encoder walks through all of Unicode, which takes a million instructions.
/// </summary>
public sealed class JsonEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create([.. Enumerable.Range(0x20, 0x5f).Where(value => value is not ('"' or '\\')).Select(value => (byte)value)]);
    private static readonly SearchValues<char> PlainChars = SearchValues.Create([.. Enumerable.Range(0x20, 0x5f).Where(value => value is not ('"' or '\\')).Select(value => (char)value)]);

    private JsonEncoder()
    {
    }

    /// <summary>The options of every JSON writer in this project.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = new JsonEncoder() };

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) =>
        unicodeScalar is < 0x20 or '"' or '\\' or (>= 0x7f and < 0xa0) or 0x2028 or 0x2029;

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var at = 0; at < utf8Text.Length;)
        {
            var plain = utf8Text[at..].IndexOfAnyExcept(PlainBytes);
            if (plain < 0)
                return -1;
            at += plain;
            if (Rune.DecodeFromUtf8(utf8Text[at..], out var rune, out var length) != OperationStatus.Done || WillEncode(rune.Value))
                return at;
            at += length;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var rest = new ReadOnlySpan<char>(text, textLength);
        while (rest.IndexOfAnyExcept(PlainChars) is >= 0 and var plain)
        {
            rest = rest[plain..];
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done || WillEncode(rune.Value))
                return textLength - rest.Length;
            rest = rest[length..];
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var output = new Span<char>(buffer, bufferLength);
        return unicodeScalar switch
        {
            '"' => output.TryWrite($"\\\"", out numberOfCharactersWritten),
            '\\' => output.TryWrite($"\\\\", out numberOfCharactersWritten),
            '\n' => output.TryWrite($"\\n", out numberOfCharactersWritten),
            _ when WillEncode(unicodeScalar) => output.TryWrite(CultureInfo.InvariantCulture, $"\\u{unicodeScalar:x4}", out numberOfCharactersWritten),
            _ => new Rune(unicodeScalar).TryEncodeToUtf16(output, out numberOfCharactersWritten),
        };
    }
}
