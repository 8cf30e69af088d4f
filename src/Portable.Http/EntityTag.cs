namespace Portable.Http;

/// <summary>Whether a client has what it asks for already (RFC 9110, 13.1.2). By ourselves for the reason at <see cref="AcceptEncoding"/>.</summary>
public static class EntityTag
{
    /// <summary>Whether If-None-Match names that tag, which a proxy may have made weak, or any.</summary>
    public static bool IsKnown(HeaderList headers, string tag) => headers
        .All("If-None-Match")
        .SelectMany(value => value.Split(','))
        .Select(entry => entry.Trim())
        .Any(entry => entry == "*" || entry == tag || entry == "W/" + tag);
}
