using System.Text;

namespace Portable.Http;

/// <summary>
/// The parameters behind a header's value: <c>; name=token</c> or <c>; name="quoted"</c> (RFC 9110, 5.6.6). Not by
/// Microsoft.Net.Http.Headers 10.0.15: it has no Forwarded, and takes a type whose boundary's quote is never closed for no type at all.
/// </summary>
internal static class HeaderParameter
{
    /// <summary>The first parameter of that name (in any case); null when there is none, or it never ends.</summary>
    public static string? Find(string header, string name)
    {
        var at = header.IndexOf(';', StringComparison.Ordinal);
        while (at >= 0 && at < header.Length)
        {
            var end = header.AsSpan(at + 1).IndexOfAny(';', '=') is >= 0 and var found ? at + 1 + found : header.Length;
            var isWanted = header.AsSpan(at + 1, end - at - 1).Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
            at = end;
            if (end == header.Length || header[end] == ';')
                continue; // a name without a value
            var value = ReadValue(header, end + 1, out at);
            if (isWanted)
                return value;
        }

        return null;
    }

    /// <summary>Reads one value; <paramref name="end"/> is the next ';', or the header's length.</summary>
    private static string? ReadValue(string header, int start, out int end)
    {
        while (start < header.Length && header[start] == ' ')
            start++;
        if (start >= header.Length || header[start] != '"')
        {
            end = header.IndexOf(';', Math.Min(start, header.Length)) is >= 0 and var next ? next : header.Length;
            return header[start..end].Trim();
        }

        var value = new StringBuilder();
        for (end = start + 1; end < header.Length; end++)
        {
            if (header[end] == '"')
            {
                end = header.IndexOf(';', end) is >= 0 and var next ? next : header.Length;
                return value.ToString();
            }

            // Browsers write a quote as %22 (WHATWG HTML, 4.10.21.8), other clients as \".
            if (header[end] == '\\' && end + 1 < header.Length)
                end++;
            value.Append(header[end]);
        }

        return null;
    }
}
