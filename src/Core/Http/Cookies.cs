namespace Lessons.Http;

/// <summary>The <c>Cookie</c> header (RFC 6265, 5.4), however many there are and whatever a proxy joined them with.</summary>
internal static class Cookies
{
    /// <summary>The value of the first cookie of that name, unquoted; null when there is none. Names are case-sensitive.</summary>
    public static string? First(HeaderList headers, string name)
    {
        foreach (var header in headers.AsSpan())
        {
            if (!header.Is("Cookie"))
                continue;
            foreach (var range in header.Value.AsSpan().SplitAny(Separators(name)))
            {
                var pair = header.Value.AsSpan(range).Trim(" \t");
                var equals = pair.IndexOf('=');
                if (equals >= 0 && pair[..equals].SequenceEqual(name))
                    return Unquote(pair[(equals + 1)..]).ToString();
            }
        }

        return null;
    }

    // No proxy's comma is worth it where a browser guards the name: a comma is allowed in values, and any subdomain
    // may set one that holds ",__Host-id=…".
    private static string Separators(string name) => name.StartsWith("__", StringComparison.Ordinal) ? ";" : ";,";

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. var inner, '"'] ? inner : value;
}
