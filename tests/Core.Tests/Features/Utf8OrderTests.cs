using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Lessons.Tests.Features;

public sealed class Utf8OrderTests
{
    [Property(MaxTest = 2000)]
    public void Text_sorts_as_its_UTF8_bytes(NonNull<string> left, NonNull<string> right)
    {
        var (a, b) = (WellFormed(left.Get), WellFormed(right.Get));

        var expected = Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

        Assert.Equal(Math.Sign(expected), Math.Sign(Utf8Order.Comparer.Compare(a, b)));
    }

    [Theory]
    [InlineData("\uFF5E", "🚀")]
    [InlineData("\uD7FF", "🚀")]
    [InlineData("🚀", "🚁")]
    [InlineData("🚀", "🚀a")]
    [InlineData("", "a")]
    public void Surrogate_pairs_sort_after_all_other_characters(string first, string second)
    {
        Assert.True(Utf8Order.Comparer.Compare(first, second) < 0);
        Assert.True(Utf8Order.Comparer.Compare(second, first) > 0);
        Assert.Equal(0, Utf8Order.Comparer.Compare(second, second));
    }

    // Half a surrogate pair cannot be encoded as UTF-8, so this method replaces it with U+FFFD.
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());
}
