namespace Portable.Http;

/// <summary>The header <c>Forwarded</c> (RFC 7239): one element for each proxy, such as <c>for="[2001:db8::1]:443";proto=https;host=h</c>.</summary>
internal static class Forwarded
{
    /// <summary>The elements of every such header, in order. A comma in quotes separates nothing.</summary>
    public static List<string> Elements(HeaderList headers)
    {
        var elements = new List<string>();
        foreach (var value in headers.All("Forwarded"))
        {
            var (start, isQuoted) = (0, false);
            for (var at = 0; at < value.Length; at++)
            {
                if (value[at] == '"')
                    isQuoted = !isQuoted;
                if (value[at] != ',' || isQuoted)
                    continue;
                elements.Add(value[start..at]);
                start = at + 1;
            }

            elements.Add(value[start..]);
        }

        return elements;
    }

    /// <summary>A parameter of an element, unquoted; null when it is not there.</summary>
    public static string? Parameter(string element, string name) => HeaderParameter.Find(";" + element, name);
}
