namespace Lessons.Http;

/// <summary>The <c>Cookie</c> header (RFC 6265, 5.4), however many there are and whatever a proxy joined them with.</summary>
internal static class Cookies
{
    private const string Separators = ";,";

    /// <summary>The value of the first cookie of that name, unquoted; null when there is none. Names are case-sensitive.</summary>
    public static string? First(HeaderList headers, string name)
    {
        foreach (var header in headers.All("Cookie"))
        {
            foreach (var range in header.AsSpan().SplitAny(Separators))
            {
                var pair = header.AsSpan(range).Trim(" \t");
                var equals = pair.IndexOf('=');
                if (equals >= 0 && pair[..equals].SequenceEqual(name))
                    return Unquote(pair[(equals + 1)..]).ToString();
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. var inner, '"'] ? inner : value;
}
