namespace Portable.Http;

/// <summary>The <c>Cookie</c> header (RFC 6265, 5.4), however many there are and whatever a proxy joined them with.</summary>
public static class Cookies
{
    /// <summary>The values of the cookies of that name, unquoted, in the order in which they came. Names are case-sensitive.</summary>
    public static IEnumerable<string> All(HeaderList headers, string name)
    {
        foreach (var header in headers)
        {
            if (!header.Is("Cookie"))
                continue;
            for (var rest = header.Value; rest is not null;)
            {
                if (Take(ref rest, name) is { } value)
                    yield return value;
            }
        }
    }

    /// <summary>Cuts the first cookie off. Returns its value if it has that name.</summary>
    private static string? Take(ref string? rest, string name)
    {
        var end = rest.AsSpan().IndexOfAny(Separators(name));
        var pair = (end < 0 ? rest : rest.AsSpan(0, end)).Trim(" \t");
        var equals = pair.IndexOf('=');
        var value = equals >= 0 && pair[..equals].SequenceEqual(name) ? Unquote(pair[(equals + 1)..]).ToString() : null;
        rest = end < 0 ? null : rest![(end + 1)..];
        return value;
    }

    // A proxy may join cookies with commas. Where a browser guards the name, a comma separates nothing: a comma is allowed
    // in values, and any subdomain may set a cookie that holds ",__Host-id=…".
    private static string Separators(string name) => name.StartsWith("__", StringComparison.Ordinal) ? ";" : ";,";

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. var inner, '"'] ? inner : value;
}
