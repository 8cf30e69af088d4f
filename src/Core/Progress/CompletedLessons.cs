using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Lessons;

/// <summary>
/// The lessons that a user has completed and when, in the order of the slugs' UTF-8 bytes, each slug once. A time is RFC 3339,
/// as it was stored. All texts are UTF-8 in one array: a string for each takes twice the time of a list of 10,000
/// (bench/RESULTS.md).
/// </summary>
public sealed class CompletedLessons
{
    private readonly byte[] _texts;
    private readonly Entry[] _entries;

    private CompletedLessons(byte[] texts, Entry[] entries, int count) => (_texts, _entries, Count) = (texts, entries, count);

    /// <summary>No lesson.</summary>
    public static CompletedLessons None { get; } = new([], [], 0);

    /// <summary>How many lessons there are.</summary>
    public int Count { get; }

    /// <summary>How many bytes <see cref="Write"/> writes, where nothing is escaped.</summary>
    internal int JsonLength => _texts.Length + ("\"\":\"\",".Length * Count);

    /// <summary>The slugs and times, one after the other.</summary>
    public IEnumerable<(string Slug, string Time)> ToStrings()
    {
        for (var i = 0; i < Count; i++)
            yield return (Encoding.UTF8.GetString(_entries[i].Slug(_texts)), Encoding.UTF8.GetString(_entries[i].Time(_texts)));
    }

    /// <summary>Writes the property <c>"Lessons":{"slug":"time",…}</c>.</summary>
    internal static void Write(Utf8JsonWriter writer, CompletedLessons lessons)
    {
        writer.WriteStartObject("Lessons"u8);
        foreach (var entry in lessons._entries.AsSpan(0, lessons.Count))
            writer.WriteString(entry.Slug(lessons._texts), entry.Time(lessons._texts));
        writer.WriteEndObject();
    }

    /// <summary>Takes lessons in any order. What is no UTF-8 becomes U+FFFD.</summary>
    /// <param name="capacity">How many lessons come at most.</param>
    /// <param name="bytes">How many bytes their slugs and times have at most.</param>
    public sealed class Builder(int capacity, int bytes)
    {
        private readonly byte[] _texts = new byte[bytes];
        private readonly Entry[] _entries = new Entry[capacity];
        private int _count;
        private int _end;

        /// <summary>Adds a lesson, whose slug and time the caller writes next.</summary>
        public void Add(int slugLength, int timeLength, out Span<byte> slug, out Span<byte> time)
        {
            var entry = new Entry(_end, slugLength, timeLength);
            _entries[_count++] = entry;
            _end += slugLength + timeLength;
            slug = _texts.AsSpan(entry.Start, slugLength);
            time = _texts.AsSpan(entry.Start + slugLength, timeLength);
        }

        /// <summary>Adds a lesson.</summary>
        public void Add(ReadOnlySpan<byte> slug, ReadOnlySpan<byte> time)
        {
            Add(slug.Length, time.Length, out var slugSpace, out var timeSpace);
            slug.CopyTo(slugSpace);
            time.CopyTo(timeSpace);
        }

        /// <summary>The lessons. Nothing can be added after that.</summary>
        public CompletedLessons Build()
        {
            if (!IsUtf8())
                return WithReplacements();
            Sort();
            return new(_texts, _entries, DropRepeats());
        }

        private bool IsUtf8()
        {
            if (Ascii.IsValid(_texts))
                return true;
            foreach (var entry in _entries.AsSpan(0, _count))
            {
                if (!Utf8.IsValid(entry.Slug(_texts)) || !Utf8.IsValid(entry.Time(_texts)))
                    return false;
            }

            return true;
        }

        private CompletedLessons WithReplacements()
        {
            var valid = new Builder(_count, 3 * _end); // the three bytes of U+FFFD for one that is no UTF-8
            foreach (var entry in _entries.AsSpan(0, _count))
                valid.Add(Replace(entry.Slug(_texts)), Replace(entry.Time(_texts)));
            return valid.Build();

            static byte[] Replace(ReadOnlySpan<byte> text) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        }

        // By the eight bytes that follow what all slugs begin with. Those that are equal there are compared whole.
        private void Sort()
        {
            var entries = _entries.AsSpan(0, _count);
            var prefix = CommonPrefixLength(entries);
            var keys = ArrayPool<ulong>.Shared.Rent(_count);
            for (var i = 0; i < entries.Length; i++)
                keys[i] = Key(entries[i].Slug(_texts)[prefix..]);
            var sorted = keys.AsSpan(0, _count);
            sorted.Sort(entries);
            for (var start = 0; start < sorted.Length;)
            {
                var end = start + 1;
                while (end < sorted.Length && sorted[end] == sorted[start])
                    end++;
                if (end - start > 1)
                    entries[start..end].Sort((left, right) => left.Slug(_texts).SequenceCompareTo(right.Slug(_texts)));
                start = end;
            }

            ArrayPool<ulong>.Shared.Return(keys);
        }

        private int CommonPrefixLength(ReadOnlySpan<Entry> entries)
        {
            var prefix = entries.IsEmpty ? default : entries[0].Slug(_texts);
            foreach (var entry in entries)
                prefix = prefix[..prefix.CommonPrefixLength(entry.Slug(_texts))];
            return prefix.Length;
        }

        private static ulong Key(ReadOnlySpan<byte> text)
        {
            if (text.Length >= sizeof(ulong))
                return BinaryPrimitives.ReadUInt64BigEndian(text);
            Span<byte> padded = stackalloc byte[sizeof(ulong)];
            padded.Clear();
            text.CopyTo(padded);
            return BinaryPrimitives.ReadUInt64BigEndian(padded);
        }

        // Two slugs that are no UTF-8 may read alike. Returns how many are left.
        private int DropRepeats()
        {
            var kept = 0;
            for (var i = 0; i < _count; i++)
            {
                if (i == 0 || !_entries[i].Slug(_texts).SequenceEqual(_entries[kept - 1].Slug(_texts)))
                    _entries[kept++] = _entries[i];
            }

            return kept;
        }
    }

    private readonly record struct Entry(int Start, int SlugLength, int TimeLength)
    {
        public ReadOnlySpan<byte> Slug(byte[] texts) => texts.AsSpan(Start, SlugLength);

        public ReadOnlySpan<byte> Time(byte[] texts) => texts.AsSpan(Start + SlugLength, TimeLength);
    }
}
