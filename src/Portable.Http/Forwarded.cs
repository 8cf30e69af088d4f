namespace Portable.Http;

/// <summary>
/// Reads the header <c>Forwarded</c> (RFC 7239). It has one element for each proxy, such as
/// <c>for="[2001:db8::1]:443";proto=https;host=h</c>.
/// </summary>
internal static class Forwarded
{
    /// <summary>
    /// The elements of every such header, in order. A comma in quotes is not a separator. If a header has a quote that is never
    /// closed, each of its commas is a separator. Otherwise a client could open a quote, and so hide the element that its proxy
    /// appends.
    /// </summary>
    public static List<string> Elements(HeaderList headers)
    {
        var elements = new List<string>();
        foreach (var value in headers.All("Forwarded"))
        {
            var count = elements.Count;
            if (TrySplit(value, elements))
                continue;
            elements.RemoveRange(count, elements.Count - count);
            elements.AddRange(value.Split(','));
        }

        return elements;
    }

    /// <summary>The unquoted value of a parameter of an element; null when the element has no such parameter.</summary>
    public static string? Parameter(string element, string name) => HeaderParameter.Find(";" + element, name);

    private static bool TrySplit(string value, List<string> elements)
    {
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] == '\\' && isQuoted)
            {
                at++; // the next character is escaped
            }
            else if (value[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (value[at] == ',' && !isQuoted)
            {
                elements.Add(value[start..at]);
                start = at + 1;
            }
        }

        elements.Add(value[start..]);
        return !isQuoted;
    }
}
