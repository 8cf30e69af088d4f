using System.Text.Json;

namespace Lessons;

/// <summary>When each lesson was completed last (RFC 3339), by slug, in the order of the slugs' UTF-8 bytes.</summary>
internal sealed class CompletedLessons
{
    private readonly string[] _slugs;
    private readonly string[] _times;

    public CompletedLessons(IReadOnlyDictionary<string, string> completed)
    {
        (_slugs, _times) = (new string[completed.Count], new string[completed.Count]);
        var count = 0;
        foreach (var (slug, time) in completed)
            (_slugs[count], _times[count++]) = (slug, time);
        Array.Sort(_slugs, _times, Utf8Order.Comparer);
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("Lessons"u8);
        for (var i = 0; i < _slugs.Length; i++)
            writer.WriteString(_slugs[i], _times[i]);
        writer.WriteEndObject();
    }
}
