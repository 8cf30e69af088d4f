using System.Collections;
using System.Runtime.CompilerServices;

namespace Portable.Http;

/// <summary>A list of headers in the order in which they came. Repeated headers are kept.</summary>
[CollectionBuilder(typeof(HeaderList), nameof(Create))]
public sealed class HeaderList : IReadOnlyList<Header>, IEquatable<HeaderList>
{
    private static readonly HeaderList Empty = new([]);

    private readonly Header[] _headers;

    private HeaderList(Header[] headers) => _headers = headers;

    /// <summary>The number of headers.</summary>
    public int Count => _headers.Length;

    /// <summary>The header at that index.</summary>
    public Header this[int index] => _headers[index];

    /// <summary>Creates a list from these headers, for a collection expression.</summary>
    public static HeaderList Create(ReadOnlySpan<Header> headers) => headers.IsEmpty ? Empty : new(headers.ToArray());

    /// <summary>Creates a list from the array without copying it. No other code may hold the array.</summary>
    public static HeaderList Take(Header[] headers) => headers.Length == 0 ? Empty : new(headers);

    /// <summary>Returns a list of the present headers, followed by the new headers.</summary>
    public HeaderList Add(params ReadOnlySpan<Header> headers)
    {
        var all = new Header[_headers.Length + headers.Length];
        _headers.CopyTo(all, 0);
        headers.CopyTo(all.AsSpan(_headers.Length));
        return new(all);
    }

    /// <summary>The headers, without a copy.</summary>
    public ReadOnlySpan<Header> AsSpan() => _headers;

    /// <summary>
    /// The value of the first header of that name; null when there is no such header. The comparison ignores case.
    /// </summary>
    public string? First(string name)
    {
        foreach (var header in _headers)
        {
            if (header.Is(name))
                return header.Value;
        }

        return null;
    }

    /// <summary>The values of all headers of that name, in order. The comparison ignores case.</summary>
    public IEnumerable<string> All(string name) => _headers.Where(header => header.Is(name)).Select(header => header.Value);

    /// <summary>
    /// The last comma-separated entry of the headers of that name. A proxy appends its entry to the header that it received, so
    /// only the last entry comes from the proxy itself.
    /// </summary>
    public string? LastEntry(string name) =>
        All(name).LastOrDefault()?.Split(',')[^1].Trim() is { Length: > 0 } entry ? entry : null;

    /// <summary>Whether both lists have the same headers in the same order. The comparison of names is case-sensitive.</summary>
    public bool Equals(HeaderList? other) => other is not null && _headers.AsSpan().SequenceEqual(other._headers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HeaderList);

    /// <inheritdoc/>
    public override int GetHashCode() => _headers.Length;

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', _headers.Select(header => $"{header.Name}: {header.Value}"));

    /// <summary>The headers in order.</summary>
    public IEnumerator<Header> GetEnumerator() => ((IEnumerable<Header>)_headers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _headers.GetEnumerator();
}
