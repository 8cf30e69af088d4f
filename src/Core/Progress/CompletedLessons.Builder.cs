using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Lessons;

/// <content>Collects and sorts the lessons.</content>
public sealed partial class CompletedLessons
{
    /// <summary>
    /// Accepts lessons in any order. Bytes that are not UTF-8 become U+FFFD. If two slugs are equal after that, one of them is
    /// kept.
    /// </summary>
    /// <param name="capacity">
    /// The maximum number of lessons. One lesson more causes an <see cref="IndexOutOfRangeException"/>.
    /// </param>
    public sealed class Builder(int capacity)
    {
        private const int UsualLength = 40; // bytes of a slug and its time
        private const int Many = 100;

        private Entry[] _entries = new Entry[capacity];
        private byte[] _texts = GC.AllocateUninitializedArray<byte>(checked(UsualLength * capacity));
        private int _count;
        private int _end;

        /// <summary>
        /// Adds a lesson whose texts have the given lengths in bytes. The caller writes the slug and the time before the next
        /// call.
        /// </summary>
        public void Add(int slugLength, int timeLength, out Span<byte> slug, out Span<byte> time)
        {
            var start = _end;
            _end = checked(_end + slugLength + timeLength);
            if (_end > _texts.Length)
                Array.Resize(ref _texts, Math.Max(_end, (int)Math.Min(Array.MaxLength, 2L * _texts.Length)));
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

        /// <summary>Returns the lessons. After that, the builder is empty and cannot be used again.</summary>
        public CompletedLessons Build()
        {
            var isReplaced = !IsUtf8();
            if (isReplaced)
                ReplaceWhatIsNoUtf8();
            Sort();
            var lessons = new CompletedLessons(_texts, _end, _entries, isReplaced ? DropRepeats() : _count);
            (_texts, _end, _entries, _count) = ([], 0, [], 0);
            return lessons;
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

        // A long list is sorted by eight bytes of each slug: the bytes after the common prefix of all slugs. Slugs whose eight bytes
        // are equal are then sorted by comparisons. With comparisons alone, a list of 10,000 takes a third more CPU time
        // (bench/server.md).
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

        // The first byte is the most significant one. A text of fewer than eight bytes is padded with zeros.
        private static ulong FirstBytes(ReadOnlySpan<byte> text)
        {
            if (text.Length >= sizeof(ulong))
                return BinaryPrimitives.ReadUInt64BigEndian(text);
            var bytes = 0UL;
            for (var i = 0; i < text.Length; i++)
                bytes |= (ulong)text[i] << (56 - (8 * i));
            return bytes;
        }

        // Two slugs that are not UTF-8 may be equal after the replacement. Returns the number of lessons that remain.
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
    private readonly record struct Key(ulong Bytes, int Index)
    {
        public byte Byte(int shift) => (byte)(Bytes >> shift);
    }
}
