namespace Portable.Http;

/// <summary>
/// Checks whether a client already has the current version of a resource (RFC 9110, 13.1.2). This class does not use a library,
/// for the reason at <see cref="AcceptEncoding"/>.
/// </summary>
public static class EntityTag
{
    /// <summary>Whether If-None-Match contains the tag or <c>*</c>. A proxy may have turned the tag into a weak one.</summary>
    public static bool IsKnown(HeaderList headers, string tag) => headers
        .All("If-None-Match")
        .SelectMany(value => value.Split(','))
        .Select(entry => entry.Trim())
        .Any(entry => entry == "*" || entry == tag || entry == "W/" + tag);
}
