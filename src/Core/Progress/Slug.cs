namespace Lessons;

/// <summary>A lesson's short name, a segment of its path.</summary>
internal static class Slug
{
    /// <summary>
    /// Whether a slug has 1 to 200 bytes of UTF-8, no control character, contains no '/', and is neither '.' nor '..'. A proxy
    /// that normalises paths would turn the path of such a slug ('/', '.' or '..') into another path.
    /// </summary>
    public static bool IsWellFormed(string slug) =>
        slug is not ("" or "." or "..") && !slug.Contains('/', StringComparison.Ordinal) && KeyText.IsAcceptable(slug);
}
