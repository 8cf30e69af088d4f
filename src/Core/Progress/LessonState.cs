using System.Text.Json;

namespace Lessons;

/// <summary>
/// A lesson, and the time at which the user completed it. The time is RFC 3339 text, as it was stored. It is null when the user
/// has not completed the lesson.
/// </summary>
internal sealed record LessonState(string Slug, string Title, string? Course, string? Completed)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("Slug"u8, Slug);
        writer.WriteString("Title"u8, Title);
        writer.WriteString("Course"u8, Course);
        writer.WriteString("Completed"u8, Completed);
        writer.WriteEndObject();
    }
}
