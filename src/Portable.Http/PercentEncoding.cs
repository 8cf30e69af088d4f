using System.Text;
using System.Text.Unicode;

namespace Portable.Http;

/// <summary>Percent-encoding of UTF-8 text (RFC 3986, 2.1).</summary>
public static class PercentEncoding
{
    /// <summary>Whether every '%' is followed by two hexadecimal digits.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
                return false;
            text = text[(at + 3)..];
        }

        return true;
    }

    /// <summary>Decodes once. Returns false for a bad escape, and for a result that is not valid UTF-8.</summary>
    public static bool TryDecode(string text, out string decoded) =>
        TryDecode(Encoding.UTF8.GetBytes(text), plusIsSpace: false, out decoded);

    /// <summary>Decodes once. Returns false for a bad escape, and for a result that is not valid UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, bool plusIsSpace, out string decoded)
    {
        decoded = "";
        var bytes = new byte[text.Length];
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var value = text[at];
            if (value == '%')
            {
                if (at + 2 >= text.Length || !TryParseHex(text[at + 1], text[at + 2], out value))
                    return false;
                at += 2;
            }
            else if (value == '+' && plusIsSpace)
            {
                value = (byte)' ';
            }

            bytes[count++] = value;
        }

        var utf8 = bytes.AsSpan(0, count);
        if (!Utf8.IsValid(utf8))
            return false;
        decoded = Encoding.UTF8.GetString(utf8);
        return true;
    }

    // byte.TryParse would parse "a\0" as the number 10.
    private static bool TryParseHex(byte high, byte low, out byte value)
    {
        value = (byte)((Digit(high) << 4) | Digit(low));
        return char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low);
    }

    // The low four bits of a digit are its value. The low four bits of a letter are one to six.
    private static int Digit(byte digit) => (digit & 0xf) + (digit > '9' ? 9 : 0);
}
