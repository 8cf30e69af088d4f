namespace Lessons;

/// <summary>
/// Orders text by its UTF-8 bytes, as Go sorts a map's keys. This is the order of code points. The order of UTF-16 units differs
/// from this order in one place: in the order of code points, a character from U+10000 (a surrogate pair) sorts after every other
/// character.
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
