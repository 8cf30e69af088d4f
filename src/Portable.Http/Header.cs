namespace Portable.Http;

/// <summary>One header line. The name may come in any case.</summary>
public readonly record struct Header(string Name, string Value)
{
    /// <summary>Whether it has that name, in any case.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
