using System.Text.Json;

namespace Lessons;

/// <summary>A lesson and when the user completed it: RFC 3339, as it was stored; null when they have not.</summary>
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
