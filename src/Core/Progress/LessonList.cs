using System.Globalization;
using System.Text.Json;

namespace Lessons;

/// <summary>A user's progress. The percentage is rounded down, so 100 means that the user has completed all lessons.</summary>
internal sealed record LessonList(IReadOnlyList<LessonState> Lessons, int Completed, int Total, int Percent, string? LastCompleted)
{
    // The time zone is 'Z' or an offset. The fraction of a second is optional.
    private const string Rfc3339 = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary>
    /// Lists the lessons of the catalogue in its order. A completed lesson that is no longer in the catalogue neither appears nor
    /// counts. Without a catalogue, the list has the completed lessons, in the order of the slugs' UTF-8 bytes.
    /// </summary>
    public static LessonList Of(CompletedLessons completed, Catalogue? catalogue)
    {
        var lessons = catalogue is null
            ? [.. completed.ToStrings().Select(lesson => new LessonState(lesson.Slug, lesson.Slug, null, lesson.Time))]
            : OfCatalogue(completed, catalogue);

        var count = lessons.Count(lesson => lesson.Completed is not null);
        return new(lessons, count, lessons.Count, count == 0 ? 0 : count * 100 / lessons.Count, FindLast(lessons));
    }

    private static List<LessonState> OfCatalogue(CompletedLessons completed, Catalogue catalogue)
    {
        var times = completed.ToStrings().ToDictionary(lesson => lesson.Slug, lesson => lesson.Time, StringComparer.Ordinal);
        return [.. catalogue.Lessons.Select(lesson => new LessonState(lesson.Slug, lesson.Title, lesson.Course, times.GetValueOrDefault(lesson.Slug)))];
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("Lessons"u8);
        foreach (var lesson in Lessons)
            lesson.Write(writer);
        writer.WriteEndArray();
        writer.WriteNumber("Completed"u8, Completed);
        writer.WriteNumber("Total"u8, Total);
        writer.WriteNumber("Percent"u8, Percent);
        writer.WriteString("LastCompleted"u8, LastCompleted);
    }

    // If several lessons were completed at the same time, this method returns the first one in the order of the slugs' UTF-8
    // bytes.
    private static string? FindLast(List<LessonState> lessons)
    {
        var (last, latest) = ((string?)null, DateTimeOffset.MinValue);
        foreach (var (slug, _, _, completed) in lessons)
        {
            if (completed is null)
                continue;
            var time = Instant(completed);
            if (last is null || time > latest || (time == latest && Utf8Order.Comparer.Compare(slug, last) < 0))
                (last, latest) = (slug, time);
        }

        return last;
    }

    // Another program may have stored text that is not a time. Then the time is unknown, and any known time counts as later.
    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParseExact(text, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;
}
