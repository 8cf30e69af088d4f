namespace Portable.Http;

/// <summary>
/// Reads the <c>Cookie</c> headers (RFC 6265, 5.4). It accepts several headers, and headers that a proxy has joined. This class
/// does not use Microsoft.Net.Http.Headers 10.0.15, because that library finds no cookie after a comma.
/// </summary>
public static class Cookies
{
    /// <summary>The values of the cookies of that name, unquoted, in the order in which they came. Names are case-sensitive.</summary>
    public static IReadOnlyList<string> All(HeaderList headers, string name)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(name);
        string? first = null;
        List<string>? several = null;
        foreach (var header in headers.AsSpan())
        {
            if (!header.Is("Cookie"))
                continue;
            for (var at = 0; at <= header.Value.Length;)
            {
                if (Take(header.Value, ref at, name) is not { } value)
                    continue;
                if (first is null)
                    first = value;
                else
                    (several ??= [first]).Add(value);
            }
        }

        return several is not null ? several : first is null ? Array.Empty<string>() : new string[] { first };
    }

    /// <summary>Reads one cookie and moves past it. Returns the value of the cookie if the cookie has that name.</summary>
    private static string? Take(string header, ref int at, string name)
    {
        var rest = header.AsSpan(at);
        var end = rest.IndexOfAny(Separators(name)) is >= 0 and var separator ? separator : rest.Length;
        at += end + 1;
        var pair = rest[..end].Trim(" \t");
        var equals = pair.IndexOf('=');
        return equals >= 0 && pair[..equals].SequenceEqual(name) ? Unquote(pair[(equals + 1)..]).ToString() : null;
    }

    // A proxy may join cookies with commas. Browsers protect names such as __Host-id. For a name that begins with "__", a comma
    // is not a separator: a value may contain commas, and any subdomain may set a cookie whose value contains ",__Host-id=…".
    private static string Separators(string name) => name.StartsWith("__", StringComparison.Ordinal) ? ";" : ";,";

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. var inner, '"'] ? inner : value;
}
