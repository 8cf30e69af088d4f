namespace Lessons;

/// <summary>A lesson's short name, a segment of its path.</summary>
internal static class Slug
{
    /// <summary>At most 200 bytes without control characters, and no '/', '.' or '..': a proxy that normalises paths would make another path of them.</summary>
    public static bool IsWellFormed(string slug) =>
        slug is not ("" or "." or "..") && !slug.Contains('/', StringComparison.Ordinal) && KeyText.IsAcceptable(slug);
}
