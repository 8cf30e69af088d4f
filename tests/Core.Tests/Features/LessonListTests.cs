using Xunit;

namespace Lessons.Tests.Features;

public sealed class LessonListTests
{
    private static readonly Catalogue Three = new([new("b", "Second", "Go", 2), new("a", "First", "Go", 1), new("c", "Third", null, null)]);

    [Fact]
    public void The_list_has_the_lessons_of_the_catalogue_and_no_others()
    {
        var list = Of(Three, ("b", "2022-10-11T23:01:14Z"), ("gone", "2030-01-01T00:00:00Z"));

        Assert.Equal(
            [new("a", "First", "Go", null), new("b", "Second", "Go", "2022-10-11T23:01:14Z"), new("c", "Third", null, null)],
            list.Lessons);
        Assert.Equal((1, 3, 33, "b"), (list.Completed, list.Total, list.Percent, list.LastCompleted));
    }

    [Fact]
    public void Without_a_catalogue_the_list_has_the_completed_lessons()
    {
        var list = Of(null, ("9", "2022-10-11T23:01:13Z"), ("\uFF5E", "2022-10-11T23:01:15Z"), ("\U0001F680", "2022-10-11T23:01:14Z"));

        Assert.Equal(["9", "\uFF5E", "\U0001F680"], list.Lessons.Select(lesson => lesson.Slug));
        Assert.Equal(new LessonState("9", "9", null, "2022-10-11T23:01:13Z"), list.Lessons[0]);
        Assert.Equal((3, 3, 100, "\uFF5E"), (list.Completed, list.Total, list.Percent, list.LastCompleted));
    }

    [Fact]
    public void Without_completed_lessons_the_progress_is_zero()
    {
        var list = Of(null);

        Assert.Empty(list.Lessons);
        Assert.Equal((0, 0, 0, null), (list.Completed, list.Total, list.Percent, list.LastCompleted));
        Assert.Equal((0, 3, 0, null), (Of(Three).Completed, Of(Three).Total, Of(Three).Percent, Of(Three).LastCompleted));
    }

    [Theory]
    [InlineData("2022-10-12T02:01:14+03:00", "2022-10-11T23:01:15Z", "b")]
    [InlineData("2022-10-12T02:01:15+03:00", "2022-10-11T23:01:14Z", "a")]
    [InlineData("2022-10-12T02:01:14+03:00", "2022-10-11T23:01:14Z", "a")]
    [InlineData("2022-10-11T23:01:14Z", "2022-10-11T23:01:14.5Z", "b")]
    [InlineData("2022-10-11T20:01:15-03:00", "2022-10-11T23:01:14Z", "a")]
    [InlineData("t", "2022-10-11T23:01:14Z", "b")]
    [InlineData("2022-10-11T23:01:14Z", "", "a")]
    [InlineData("9999-99-99T99:99:99Z", "99999999999", "a")]
    public void LastCompleted_is_the_latest_time_and_on_a_tie_the_first_slug(string a, string b, string last)
    {
        Assert.Equal(last, Of(Three, ("a", a), ("b", b)).LastCompleted);
        Assert.Equal(last, Of(null, ("b", b), ("a", a)).LastCompleted);
    }

    [Theory]
    [InlineData(199, 200, 99)]
    [InlineData(200, 200, 100)]
    [InlineData(1, 200, 0)]
    public void The_percentage_is_rounded_down(int completed, int total, int percent)
    {
        var slugs = Enumerable.Range(0, total).Select(i => $"{i}").ToList();
        var catalogue = new Catalogue([.. slugs.Select(slug => new Lesson(slug, slug, null, null))]);

        Assert.Equal(percent, Of(catalogue, [.. slugs.Take(completed).Select(slug => (slug, "t"))]).Percent);
    }

    private static LessonList Of(Catalogue? catalogue, params (string Slug, string Time)[] completed) =>
        LessonList.Of(CompletedLessonsTests.Of(completed), catalogue);
}
