using System.Buffers;
using System.Buffers.Binary;

namespace Lessons;

/// <summary>
/// A K-sortable unique id in its public format. It has 20 bytes: 32 bits of time and 128 random bits, big-endian. The text has 27
/// base62 digits and sorts as the bytes do.
/// </summary>
internal static class Ksuid
{
    public const int ByteLength = 20;
    public const int TextLength = 27;

    // The digits are in the order of ASCII, so that texts sort as their numbers do.
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The text of 20 bytes of 0xFF. A text that sorts after this one does not encode 20 bytes.</summary>
    private const string Max = "aWgEPTl1tmebfsQzFP4bxwgy80V";

    private static readonly SearchValues<char> AllDigits = SearchValues.Create(Digits);

    // The epoch is 13 May 2014. A time of 32 bits, in seconds, lasts into 2150.
    private static readonly DateTimeOffset Epoch = DateTimeOffset.FromUnixTimeSeconds(1_400_000_000);

    /// <summary>Creates an id from the time in whole seconds and 128 bits from the system's generator for secrets.</summary>
    public static string New(TimeProvider time)
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(time.GetUtcNow() - Epoch).TotalSeconds);
        SecureRandom.Fill(bytes[sizeof(uint)..]);
        return Encode(bytes);
    }

    /// <summary>Returns the time at which a well-formed id was created, in whole seconds.</summary>
    public static DateTimeOffset TimeOf(string text)
    {
        // This code reverses Encode. The time is the first of the five 32-bit limbs.
        Span<uint> limbs = stackalloc uint[ByteLength / sizeof(uint)];
        limbs.Clear();
        foreach (var digit in text)
        {
            var carry = (ulong)Digits.IndexOf(digit, StringComparison.Ordinal);
            for (var i = limbs.Length - 1; i >= 0; i--)
            {
                carry += limbs[i] * 62UL;
                (limbs[i], carry) = ((uint)carry, carry >> 32);
            }
        }

        return Epoch.AddSeconds(limbs[0]);
    }

    public static bool IsWellFormed(string text) =>
        text.Length == TextLength && !text.AsSpan().ContainsAnyExcept(AllDigits) && string.CompareOrdinal(text, Max) <= 0;

    /// <summary>The base62 text of 20 bytes, padded with '0'.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        // This loop divides the number of five 32-bit limbs by 62, once for each digit. Each remainder is a digit; the last digit
        // comes first.
        Span<uint> limbs = stackalloc uint[ByteLength / sizeof(uint)];
        for (var i = 0; i < limbs.Length; i++)
            limbs[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(i * sizeof(uint))..]);

        Span<char> text = stackalloc char[TextLength];
        for (var digit = TextLength - 1; digit >= 0; digit--)
        {
            ulong remainder = 0;
            foreach (ref var limb in limbs)
            {
                var value = (remainder << 32) | limb;
                (limb, remainder) = ((uint)(value / 62), value % 62);
            }

            text[digit] = Digits[(int)remainder];
        }

        return new(text);
    }
}
