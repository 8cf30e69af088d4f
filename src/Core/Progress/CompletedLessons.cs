using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lessons;

/// <summary>
/// The lessons that a user has completed, and the time of each. They are in the order of the slugs' UTF-8 bytes, and each slug
/// appears once. A time is RFC 3339 text, as it was stored. All texts are UTF-8 in one array. A list of 10,000 lessons takes
/// twice the CPU time with a string for each text (bench/server.md).
/// </summary>
public sealed partial class CompletedLessons
{
    private readonly byte[] _texts;
    private readonly int _bytes;
    private readonly Entry[] _entries;

    private CompletedLessons(byte[] texts, int bytes, Entry[] entries, int count) =>
        (_texts, _bytes, _entries, Count) = (texts, bytes, entries, count);

    /// <summary>An empty list of lessons.</summary>
    public static CompletedLessons None { get; } = new([], 0, [], 0);

    /// <summary>How many lessons there are.</summary>
    public int Count { get; }

    /// <summary>The number of bytes that <see cref="Write"/> writes if no character is escaped.</summary>
    internal int JsonLength => checked(_bytes + ("\"\":\"\",".Length * Count));

    /// <summary>The slugs and times, one after the other.</summary>
    public IEnumerable<(string Slug, string Time)> ToStrings()
    {
        for (var i = 0; i < Count; i++)
            yield return (Encoding.UTF8.GetString(_entries[i].Slug(_texts)), Encoding.UTF8.GetString(_entries[i].Time(_texts)));
    }

    /// <summary>Writes the property <c>"Lessons":{"slug":"time",…}</c>.</summary>
    internal static void Write(Utf8JsonWriter writer, CompletedLessons lessons)
    {
        writer.WritePropertyName("Lessons"u8);
        writer.WriteStartObject();
        foreach (var entry in lessons._entries.AsSpan(0, lessons.Count))
            writer.WriteString(entry.Slug(lessons._texts), entry.Time(lessons._texts));
        writer.WriteEndObject();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Start, int SlugLength, int TimeLength)
    {
        public ReadOnlySpan<byte> Slug(byte[] texts) => texts.AsSpan(Start, SlugLength);

        public ReadOnlySpan<byte> Time(byte[] texts) => texts.AsSpan(Start + SlugLength, TimeLength);
    }
}
