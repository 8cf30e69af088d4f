using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
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
    private readonly int _bytes;
    private readonly Entry[] _entries;

    private CompletedLessons(byte[] texts, int bytes, Entry[] entries, int count) =>
        (_texts, _bytes, _entries, Count) = (texts, bytes, entries, count);

    /// <summary>No lesson.</summary>
    public static CompletedLessons None { get; } = new([], 0, [], 0);

    /// <summary>How many lessons there are.</summary>
    public int Count { get; }

    /// <summary>How many bytes <see cref="Write"/> writes, where nothing is escaped.</summary>
    internal int JsonLength => _bytes + ("\"\":\"\",".Length * Count);

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
        if (lessons.IsPlain())
        {
            lessons.WritePlain(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var entry in lessons._entries.AsSpan(0, lessons.Count))
            writer.WriteString(entry.Slug(lessons._texts), entry.Time(lessons._texts));
        writer.WriteEndObject();
    }

    private bool IsPlain()
    {
        var texts = _texts.AsSpan(0, _bytes);
        return !texts.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !texts.ContainsAny((byte)'"', (byte)'\\');
    }

    // Where nothing is escaped, the writer's work for each text is a tenth of a list of 10,000.
    private void WritePlain(Utf8JsonWriter writer)
    {
        var json = ArrayPool<byte>.Shared.Rent(JsonLength + 2);
        var end = 0;
        json[end++] = (byte)'{';
        foreach (var entry in _entries.AsSpan(0, Count))
        {
            json[end++] = (byte)'"';
            entry.Slug(_texts).CopyTo(json.AsSpan(end));
            end += entry.SlugLength;
            "\":\""u8.CopyTo(json.AsSpan(end));
            end += 3;
            entry.Time(_texts).CopyTo(json.AsSpan(end));
            end += entry.TimeLength;
            json[end++] = (byte)'"';
            json[end++] = (byte)',';
        }

        end -= Count > 0 ? 1 : 0; // the last comma
        json[end++] = (byte)'}';
        writer.WriteRawValue(json.AsSpan(0, end), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(json);
    }

    /// <summary>Takes lessons in any order. What is no UTF-8 becomes U+FFFD.</summary>
    /// <param name="capacity">How many lessons come at most.</param>
    public sealed class Builder(int capacity)
    {
        private const int UsualLength = 40; // of a slug and its time
        private const int Many = 100;

        private Entry[] _entries = new Entry[capacity];
        private byte[] _texts = GC.AllocateUninitializedArray<byte>(UsualLength * capacity);
        private int _count;
        private int _end;

        /// <summary>Adds a lesson, whose slug and time the caller writes before the next call.</summary>
        public void Add(int slugLength, int timeLength, out Span<byte> slug, out Span<byte> time)
        {
            var start = _end;
            _end += slugLength + timeLength;
            if (_end > _texts.Length)
                Array.Resize(ref _texts, Math.Max(_end, 2 * _texts.Length));
            _entries[_count++] = new(start, slugLength, timeLength);
            slug = _texts.AsSpan(start, slugLength);
            time = _texts.AsSpan(start + slugLength, timeLength);
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
            var isReplaced = !IsUtf8();
            if (isReplaced)
                ReplaceWhatIsNoUtf8();
            Sort();
            return new(_texts, _end, _entries, isReplaced ? DropRepeats() : _count);
        }

        private bool IsUtf8()
        {
            if (Ascii.IsValid(_texts.AsSpan(0, _end)))
                return true;
            foreach (var entry in _entries.AsSpan(0, _count))
            {
                if (!Utf8.IsValid(entry.Slug(_texts)) || !Utf8.IsValid(entry.Time(_texts)))
                    return false;
            }

            return true;
        }

        private void ReplaceWhatIsNoUtf8()
        {
            var valid = new Builder(_count);
            foreach (var entry in _entries.AsSpan(0, _count))
                valid.Add(Replace(entry.Slug(_texts)), Replace(entry.Time(_texts)));
            (_texts, _end) = (valid._texts, valid._end);
            valid._entries.CopyTo(_entries, 0);

            static byte[] Replace(ReadOnlySpan<byte> text) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        }

        // Many are sorted by the eight bytes that follow what all slugs begin with: a radix sort takes a tenth of the time of
        // comparisons. Those whose eight bytes are equal are compared.
        private void Sort()
        {
            if (_count < Many)
            {
                SortByComparison(_entries.AsSpan(0, _count));
                return;
            }

            var keys = SortKeys(_entries.AsSpan(0, _count));
            _entries = Array.ConvertAll(keys, key => _entries[key.Index]);
            for (var start = 0; start < keys.Length;)
            {
                var end = start + 1;
                while (end < keys.Length && keys[end].Bytes == keys[start].Bytes)
                    end++;
                if (end - start > 1)
                    SortByComparison(_entries.AsSpan(start, end - start));
                start = end;
            }
        }

        private void SortByComparison(Span<Entry> entries) =>
            entries.Sort((left, right) => left.Slug(_texts).SequenceCompareTo(right.Slug(_texts)));

        private Key[] SortKeys(ReadOnlySpan<Entry> entries)
        {
            var prefix = CommonPrefixLength(entries);
            var (keys, next) = (new Key[entries.Length], new Key[entries.Length]);
            for (var i = 0; i < entries.Length; i++)
                keys[i] = new(FirstBytes(entries[i].Slug(_texts)[prefix..]), i);
            Span<int> starts = stackalloc int[256];
            for (var shift = 0; shift < 64; shift += 8)
            {
                starts.Clear();
                foreach (var key in keys)
                    starts[key.Byte(shift)]++;
                if (starts[keys[0].Byte(shift)] == keys.Length)
                    continue; // all keys have the same byte here
                for (var (value, sum) = (0, 0); value < starts.Length; value++)
                    (starts[value], sum) = (sum, sum + starts[value]);
                foreach (var key in keys)
                    next[starts[key.Byte(shift)]++] = key;
                (keys, next) = (next, keys);
            }

            return keys;
        }

        private int CommonPrefixLength(ReadOnlySpan<Entry> entries)
        {
            var prefix = entries.IsEmpty ? default : entries[0].Slug(_texts);
            foreach (var entry in entries)
                prefix = prefix[..prefix.CommonPrefixLength(entry.Slug(_texts))];
            return prefix.Length;
        }

        // The first is the highest. A text that ends sooner goes on with zeros.
        private static ulong FirstBytes(ReadOnlySpan<byte> text)
        {
            if (text.Length >= sizeof(ulong))
                return BinaryPrimitives.ReadUInt64BigEndian(text);
            var bytes = 0UL;
            for (var i = 0; i < text.Length; i++)
                bytes |= (ulong)text[i] << (56 - (8 * i));
            return bytes;
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

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Start, int SlugLength, int TimeLength)
    {
        public ReadOnlySpan<byte> Slug(byte[] texts) => texts.AsSpan(Start, SlugLength);

        public ReadOnlySpan<byte> Time(byte[] texts) => texts.AsSpan(Start + SlugLength, TimeLength);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(ulong Bytes, int Index)
    {
        public byte Byte(int shift) => (byte)(Bytes >> shift);
    }
}
