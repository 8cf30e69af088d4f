using System.Collections;
using System.Runtime.CompilerServices;

namespace Lessons.Http;

/// <summary>Headers in the order they came, repeats kept.</summary>
[CollectionBuilder(typeof(HeaderList), nameof(Create))]
public sealed class HeaderList : IReadOnlyList<Header>, IEquatable<HeaderList>
{
    private static readonly HeaderList Empty = new([]);

    private readonly Header[] _headers;

    private HeaderList(Header[] headers) => _headers = headers;

    public int Count => _headers.Length;

    public Header this[int index] => _headers[index];

    public static HeaderList Create(ReadOnlySpan<Header> headers) => headers.IsEmpty ? Empty : new(headers.ToArray());

    /// <summary>The value of the first header of that name, in any case; null when there is none.</summary>
    public string? First(string name)
    {
        foreach (var header in _headers)
        {
            if (Is(header, name))
                return header.Value;
        }

        return null;
    }

    /// <summary>The values of every header of that name, in any case, in order.</summary>
    public IEnumerable<string> All(string name) => _headers.Where(header => Is(header, name)).Select(header => header.Value);

    /// <summary>The last of the comma-separated entries of that name. A proxy appends to what it was sent, so only this one is its own word.</summary>
    public string? LastEntry(string name) =>
        All(name).LastOrDefault()?.Split(',')[^1].Trim() is { Length: > 0 } entry ? entry : null;

    public bool Equals(HeaderList? other) => other is not null && _headers.AsSpan().SequenceEqual(other._headers);

    public override bool Equals(object? obj) => Equals(obj as HeaderList);

    public override int GetHashCode() => _headers.Length;

    public override string ToString() => string.Join('\n', _headers.Select(header => $"{header.Name}: {header.Value}"));

    public IEnumerator<Header> GetEnumerator() => ((IEnumerable<Header>)_headers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _headers.GetEnumerator();

    private static bool Is(Header header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
