using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lessons.Tests.Features;

/// <summary>
/// The test vectors are from README.md and ksuid_test.go of github.com/segmentio/ksuid, which defines the format.
/// </summary>
public sealed class KsuidTests
{
    [Theory]
    [InlineData("0669F7EFB5A1CD34B5F99D1154FB6853345C9735", "0ujtsYcgvSTl8PAuAdqWYSMnLOv")]
    [InlineData("066A029C73FC1AA3B2446246D6E89FCD909E8FE8", "0ujzPyRiIAffKhBux4PvQdDqMHY")]
    [InlineData("066A0634" + "9850EEEC191BF4FF26F99315CE43B0C8", "0uk1Hbc9dQ9pxyTqJ93IUrfhdGq")]
    [InlineData("066A0634" + "CC55072555316F45B8CA2D2979D3ED0A", "0uk1HdCJ6hUZKDgcxhpJwUl5ZEI")]
    [InlineData("066A0634" + "BA1C205D6177F0992D15EE606AE32238", "0uk1HcdvF0p8C20KtTfdRSB9XIm")]
    [InlineData("066A0634" + "67517BA309EA62AE7991B27BB6F2FCAC", "0uk1Ha7hGJ1Q9Xbnkt0yZgNwg3g")]
    [InlineData("0000000000000000000000000000000000000000", "000000000000000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "aWgEPTl1tmebfsQzFP4bxwgy80V")]
    public void The_test_vectors_of_the_format_are_encoded_and_read(string bytes, string text)
    {
        Assert.Equal(text, Ksuid.Encode(Convert.FromHexString(bytes)));
        Assert.True(Ksuid.IsWellFormed(text));
        Assert.Equal(1_400_000_000L + Convert.ToUInt32(bytes[..8], 16), Ksuid.TimeOf(text).ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aWgEPTl1tmebfsQzFP4bxwgy80!")]
    [InlineData("aWgEPTl1tmebfsQzFP4bxwgy80W")]
    [InlineData("0ujtsYcgvSTl8PAuAdqWYSMnLO")]
    [InlineData("0ujtsYcgvSTl8PAuAdqWYSMnLOvv")]
    [InlineData("0ujtsYcgvSTl8PAuAdqWYSMnLOé")]
    public void A_text_that_does_not_encode_20_bytes_is_not_well_formed(string text) => Assert.False(Ksuid.IsWellFormed(text));

    [Fact]
    public void A_new_id_begins_with_the_time()
    {
        // The time is 107,608,047 seconds after KSUID's epoch, as in the README's example for "inspect".
        var time = new FakeTimeProvider(new(2017, 10, 10, 4, 0, 47, 500, TimeSpan.Zero));
        var first = Ksuid.Encode(Convert.FromHexString("0669F7EF" + new string('0', 32)));
        var last = Ksuid.Encode(Convert.FromHexString("0669F7EF" + new string('F', 32)));

        var ids = Enumerable.Range(0, 1000).Select(_ => Ksuid.New(time)).ToList();

        Assert.All(ids, id => Assert.True(Ksuid.IsWellFormed(id)));
        Assert.All(ids, id => Assert.True(string.CompareOrdinal(first, id) <= 0 && string.CompareOrdinal(id, last) <= 0));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    // The probability that one of the bits is equal in all 256 fills is 2 to the power of -248.
    [Fact]
    public void Each_random_bit_is_both_set_and_clear_within_256_fills()
    {
        Span<byte> bytes = stackalloc byte[16], anySet = stackalloc byte[16], allSet = stackalloc byte[16];
        allSet.Fill(0xFF);
        for (var fill = 0; fill < 256; fill++)
        {
            SecureRandom.Fill(bytes);
            for (var i = 0; i < bytes.Length; i++)
                (anySet[i], allSet[i]) = ((byte)(anySet[i] | bytes[i]), (byte)(allSet[i] & bytes[i]));
        }

        Assert.Equal(Enumerable.Repeat((byte)0xFF, 16), anySet.ToArray());
        Assert.Equal(new byte[16], allSet.ToArray());
    }

    [Property]
    public void The_text_of_an_id_sorts_as_its_bytes(byte[] left, byte[] right)
    {
        var (a, b) = (Pad(left), Pad(right));

        Assert.Equal(Math.Sign(a.AsSpan().SequenceCompareTo(b)), Math.Sign(string.CompareOrdinal(Ksuid.Encode(a), Ksuid.Encode(b))));
        Assert.True(Ksuid.IsWellFormed(Ksuid.Encode(a)));
    }

    private static byte[] Pad(byte[] bytes) => [.. bytes.Take(Ksuid.ByteLength), .. new byte[Math.Max(0, Ksuid.ByteLength - bytes.Length)]];
}
