namespace Portable.Http;

/// <summary>The header <c>Forwarded</c> (RFC 7239): one element for each proxy, such as <c>for="[2001:db8::1]:443";proto=https;host=h</c>.</summary>
internal static class Forwarded
{
    /// <summary>
    /// The elements of every such header, in order. A comma in quotes separates nothing, unless a quote is never closed: what a
    /// client writes must not swallow what its proxy appends.
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

    /// <summary>A parameter of an element, unquoted; null when it is not there.</summary>
    public static string? Parameter(string element, string name) => HeaderParameter.Find(";" + element, name);

    private static bool TrySplit(string value, List<string> elements)
    {
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] == '\\' && isQuoted)
            {
                at++; // what follows is escaped
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
