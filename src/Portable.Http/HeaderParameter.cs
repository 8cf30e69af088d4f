using System.Text;

namespace Portable.Http;

/// <summary>
/// Reads the parameters after a header's value: <c>; name=token</c> or <c>; name="quoted"</c> (RFC 9110, 5.6.6). This class does
/// not use Microsoft.Net.Http.Headers 10.0.15. That library cannot read Forwarded. It also rejects a whole content type when the
/// quote of its boundary is never closed.
/// </summary>
internal static class HeaderParameter
{
    /// <summary>
    /// The value of the first parameter of that name; null when there is no such parameter, or when its value never ends. The
    /// comparison of names ignores case.
    /// </summary>
    public static string? Find(string header, string name)
    {
        var at = header.IndexOf(';', StringComparison.Ordinal);
        while (at >= 0 && at < header.Length)
        {
            var end = header.AsSpan(at + 1).IndexOfAny(';', '=') is >= 0 and var found ? at + 1 + found : header.Length;
            var isWanted = header.AsSpan(at + 1, end - at - 1).Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
            at = end;
            if (end == header.Length || header[end] == ';')
                continue; // the name has no value
            var value = ReadValue(header, end + 1, out at);
            if (isWanted)
                return value;
        }

        return null;
    }

    /// <summary>Reads one value. <paramref name="end"/> is the position of the next ';', or the length of the header.</summary>
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

            // Browsers write a quote as %22 (WHATWG HTML, 4.10.21.8). Other clients write it as \".
            if (header[end] == '\\' && end + 1 < header.Length)
                end++;
            value.Append(header[end]);
        }

        return null;
    }
}
