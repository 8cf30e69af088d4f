using System.Text.Json;

namespace Lessons;

/// <summary>A lesson that a user has completed.</summary>
/// <param name="Slug">The lesson's short name.</param>
/// <param name="Time">When it was completed last: RFC 3339, as it was stored.</param>
public readonly record struct CompletedLesson(string Slug, string Time)
{
    /// <summary>The order of the slugs' UTF-8 bytes.</summary>
    internal static readonly Comparison<CompletedLesson> BySlug = (left, right) => Utf8Order.Comparer.Compare(left.Slug, right.Slug);

    internal static void WriteAll(Utf8JsonWriter writer, CompletedLesson[] lessons)
    {
        writer.WriteStartObject("Lessons"u8);
        foreach (var (slug, time) in lessons)
            writer.WriteString(slug, time);
        writer.WriteEndObject();
    }
}
