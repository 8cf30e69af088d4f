using Microsoft.Net.Http.Headers;

namespace Portable.Http;

/// <summary>Whether a client has what it asks for already (RFC 9110, 13.1.2).</summary>
public static class EntityTag
{
    /// <summary>Whether If-None-Match names that tag, which a proxy may have made weak, or any.</summary>
    public static bool IsKnown(HeaderList headers, string tag)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return EntityTagHeaderValue.TryParseList([.. headers.All("If-None-Match")], out var tags)
            && tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Tag == tag);
    }
}
