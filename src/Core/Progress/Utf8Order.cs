namespace Lessons;

/// <summary>
/// Orders text by its UTF-8 bytes, as Go sorts a map's keys. That is the order of code points, from which UTF-16's
/// differs in one place: a surrogate (U+10000 and up) sorts behind every other character.
/// </summary>
internal static class Utf8Order
{
    public static readonly IComparer<string> Comparer = Comparer<string>.Create(Compare);

    private static int Compare(string left, string right)
    {
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
            return left.Length - right.Length;
        var surrogates = char.IsSurrogate(left[at]).CompareTo(char.IsSurrogate(right[at]));
        return surrogates != 0 ? surrogates : left[at] - right[at];
    }
}
