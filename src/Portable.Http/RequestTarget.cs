namespace Portable.Http;

/// <summary>Splits a raw request target (RFC 9112, 3.2) as text. It decodes and normalises nothing.</summary>
public static class RequestTarget
{
    /// <summary>
    /// The path and the query of an origin-form or absolute-form target. The path of any other form does not begin with '/'.
    /// </summary>
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
