using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Portable.Lambda;

/// <summary>
/// Reads a JSON string that may contain invalid Unicode: a client can send any bytes in a header. Each byte that is not valid UTF-8, and
/// each escape that is half of a surrogate pair, is read as U+FFFD, as Go's encoding/json does.
/// </summary>
internal static class LenientText
{
    /// <summary>Returns the text of the reader's current token, a string or a property name.</summary>
    public static string Of(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Decode(reader.ValueSpan);
        }
    }

    private static string Decode(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length);
        while (json.Length > 0)
        {
            if (json[0] == '\\')
            {
                json = json[AppendEscape(text, json)..];
                continue;
            }

            var isValid = Rune.DecodeFromUtf8(json, out var rune, out var length) == OperationStatus.Done;
            text.Append((isValid ? rune : Rune.ReplacementChar).ToString());
            json = json[(isValid ? length : 1)..];
        }

        return text.ToString();
    }

    // Appends the character of an escape and returns the length of the escape. Utf8JsonReader has checked that every escape is valid.
    private static int AppendEscape(StringBuilder text, ReadOnlySpan<byte> json)
    {
        if (json[1] != 'u')
        {
            text.Append(json[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                var other => (char)other, // a quotation mark, a slash or a backslash
            });
            return 2;
        }

        var first = Unit(json);
        if (!char.IsSurrogate(first))
        {
            text.Append(first);
            return 6;
        }

        if (json[6..] is [(byte)'\\', (byte)'u', ..] && char.IsSurrogatePair(first, Unit(json[6..])))
        {
            text.Append(first).Append(Unit(json[6..]));
            return 12;
        }

        text.Append(Rune.ReplacementChar.ToString());
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) => (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
