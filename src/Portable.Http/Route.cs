namespace Portable.Http;

/// <summary>A path template such as <c>/courses/{name}/notes</c> and its handlers by method.</summary>
internal sealed class Route(string template)
{
    private readonly string[] _segments = Split(template);

    public string Template => template;

    /// <summary>Whether the template contains no <c>{names}</c>, so that it matches only the path equal to itself.</summary>
    public bool IsLiteral { get; } = !template.Contains('{', StringComparison.Ordinal);

    public OrderedDictionary<string, Handler> Handlers { get; } = new(StringComparer.Ordinal);

    /// <summary>The value of an Allow header: the methods in the order in which they were mapped, then OPTIONS.</summary>
    public string Allow => field ??= string.Join(", ", [.. Handlers.Keys, "OPTIONS"]);

    private static string[] Split(string template)
    {
        var segments = template.Split('/');
        if (segments is not ["", _, ..])
            throw new ArgumentException($"The template {template} must begin with '/', as every path does.", nameof(template));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in segments)
        {
            var name = segment is ['{', .. var inner, '}'] ? inner : null;
            if ((name ?? segment).AsSpan().ContainsAny("{}?#") || name is "" || !PercentEncoding.IsWellFormed(segment))
                throw new ArgumentException($"The template {template} has the segment \"{segment}\", which is not a valid segment of a path.", nameof(template));
            if (name is not null && !names.Add(name))
                throw new ArgumentException($"The template {template} contains {{{name}}} twice.", nameof(template));
        }

        return segments;
    }

    /// <summary>
    /// Compares the path with the template segment by segment. <paramref name="values"/> gets the captured segments: raw,
    /// including empty ones.
    /// </summary>
    public bool TryMatch(string path, out Dictionary<string, string>? values)
    {
        values = null;
        var index = 0;
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (index == _segments.Length)
                return false;
            var segment = path.AsSpan(range);
            if (_segments[index] is ['{', .. var name, '}'])
                (values ??= new(StringComparer.Ordinal)).Add(name, segment.ToString());
            else if (!segment.SequenceEqual(_segments[index]))
                return false;
            index++;
        }

        return index == _segments.Length;
    }
}
