using System.Text;
using Portable.Http;
using Xunit;

namespace Lessons.Tests.Features;

public sealed class CompletedLessonsTests
{
    [Fact]
    public void Slugs_are_sorted_by_their_UTF8_bytes()
    {
        string[] slugs = ["\U0001F680", "b", "\uFF5E", "9", "é", "a", "ab", "a-long-one-2", "a-long-one-10", "a-long-one-1", "a-long-one", ""];

        var lessons = Of([.. slugs.Select(slug => (slug, "t"))]);

        Assert.Equal(["", "9", "a", "a-long-one", "a-long-one-1", "a-long-one-10", "a-long-one-2", "ab", "b", "é", "\uFF5E", "\U0001F680"], Slugs(lessons));
    }

    [Theory]
    [InlineData("lesson-")]
    [InlineData("a-course-with-a-long-name/")]
    [InlineData("")]
    public void Ten_thousand_slugs_are_sorted_as_by_ordinal_comparison(string prefix)
    {
        // 7919 is a prime, so each number appears once, and the numbers are not sorted.
        var slugs = Enumerable.Range(0, 10_000).Select(i => i * 7919 % 10_007).Select(i => prefix + new string((char)('a' + (i % 3)), i % 12) + i).ToList();

        var lessons = Of([.. slugs.Select(slug => (slug, "of " + slug))]);

        Assert.Equal(slugs.Order(StringComparer.Ordinal), Slugs(lessons));
        Assert.All(lessons.ToStrings(), lesson => Assert.Equal("of " + lesson.Slug, lesson.Time));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_slug_with_a_zero_byte_sorts_after_the_shorter_slug(int otherSlugs)
    {
        var others = Enumerable.Range(0, otherSlugs).Select(i => $"b{i:d4}").ToList();

        var lessons = Of([("a\u0001", "t"), .. others.Select(slug => (slug, "t")), ("a\0b", "t"), ("a\0", "t"), ("a", "t")]);

        Assert.Equal(["a", "a\0", "a\0b", "a\u0001", .. others], Slugs(lessons));
    }

    [Fact]
    public void Invalid_UTF8_is_replaced_and_each_slug_appears_once()
    {
        var builder = new CompletedLessons.Builder(4);
        builder.Add([0xff], "1"u8);
        builder.Add([0xfe], "2"u8);
        builder.Add("é"u8, [(byte)'3', 0xc3]);
        builder.Add([0xc3], [0xa9]); // the two bytes together would be an é
        var lessons = builder.Build();

        Assert.Equal(["é", "\uFFFD"], Slugs(lessons));
        Assert.Equal(2, lessons.Count);
        Assert.Equal("3\uFFFD", lessons.ToStrings().First().Time);
    }

    [Fact]
    public void Json_has_a_property_for_each_lesson()
    {
        Assert.Equal("{\"Lessons\":{}}\n", Json(CompletedLessons.None));
        Assert.Equal("{\"Lessons\":{\"a\":\"1\"}}\n", Json(Of(("a", "1"))));
        Assert.Equal("{\"Lessons\":{\"\":\"\",\"a\":\"1\",\"b\":\"2\"}}\n", Json(Of(("b", "2"), ("a", "1"), ("", ""))));
    }

    [Fact]
    public void Json_escapes_quotes_backslashes_controls_and_line_ends()
    {
        Assert.Equal("{\"Lessons\":{\"a\\\"b\":\"\\\\\",\"é\\u2028\":\"t\"}}\n", Json(Of(("a\"b", "\\"), ("é\u2028", "t"))));
        Assert.Equal("{\"Lessons\":{\"a\\u007f\":\"t\"}}\n", Json(Of(("a\u007f", "t"))));
    }

    [Fact]
    public void A_large_body_is_one_array_with_at_most_8_KiB_unused()
    {
        var lessons = Of([.. Enumerable.Range(0, 10_000).Select(i => ($"lesson-{i}", "2026-11-24T04:57:30Z"))]);

        var body = AppResponse.Json(200, lessons, CompletedLessons.Write, sizeHint: lessons.JsonLength).Body;

        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var array));
        Assert.InRange(array.Array!.Length, body.Length, body.Length + 8192);
        Assert.InRange(body.Length, lessons.JsonLength, lessons.JsonLength + 20);
    }

    internal static CompletedLessons Of(params (string Slug, string Time)[] lessons)
    {
        var builder = new CompletedLessons.Builder(lessons.Length);
        foreach (var (slug, time) in lessons)
            builder.Add(Encoding.UTF8.GetBytes(slug), Encoding.UTF8.GetBytes(time));
        return builder.Build();
    }

    private static string Json(CompletedLessons lessons) =>
        Encoding.UTF8.GetString(AppResponse.Json(200, lessons, CompletedLessons.Write, sizeHint: lessons.JsonLength).Body.Span);

    private static IEnumerable<string> Slugs(CompletedLessons lessons) => lessons.ToStrings().Select(lesson => lesson.Slug);
}
