namespace Portable.Http;

/// <summary>A raw request target (RFC 9112, 3.2), cut as text: nothing is decoded or normalised.</summary>
public static class RequestTarget
{
    /// <summary>Path and query of an origin-form or absolute-form target. Any other form has no path that begins with '/'.</summary>
    public static (string Path, string Query) Split(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        return (SkipAuthority(path), query < 0 ? "" : target[(query + 1)..]);
    }

    private static string SkipAuthority(string path)
    {
        if (path.StartsWith('/') || path.IndexOf("://", StringComparison.Ordinal) is not (>= 0 and var scheme))
            return path;
        var slash = path.IndexOf('/', scheme + 3);
        return slash < 0 ? "/" : path[slash..];
    }
}
