namespace Portable.Http;

/// <summary>One header line. The name may be in upper or lower case.</summary>
public readonly record struct Header(string Name, string Value)
{
    /// <summary>Whether the header has that name. The comparison ignores case.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
