using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a+b", "a+b")]
    [InlineData("caf%C3%A9", "café")]
    [InlineData("caf%c3%a9", "café")]
    [InlineData("café", "café")]
    [InlineData("%25zz", "%zz")]
    [InlineData("%2541", "%41")]
    [InlineData("%00", "\0")]
    [InlineData("%F0%9F%9A%80", "🚀")]
    public void A_text_is_decoded_once(string text, string decoded)
    {
        Assert.True(PercentEncoding.TryDecode(text, out var actual));
        Assert.Equal(decoded, actual);
    }

    // These bytes are not UTF-8 by Unicode 16, table 3-7: overlong forms, surrogates, values above U+10FFFF, and incomplete
    // sequences.
    [Theory]
    [InlineData("%ff")]
    [InlineData("%C0%AF")]
    [InlineData("%E0%80%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("%F4%90%80%80")]
    [InlineData("%C3")]
    [InlineData("%80")]
    [InlineData("%C3a")]
    public void Bytes_that_are_not_UTF8_are_refused(string text)
    {
        Assert.True(PercentEncoding.IsWellFormed(text));
        Assert.False(PercentEncoding.TryDecode(text, out _));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("a%zz")]
    [InlineData("%4g")]
    [InlineData("%+4")]
    [InlineData("% 4")]
    [InlineData("%%41")]
    [InlineData("%u0041")]
    [InlineData("%a\0")]
    [InlineData("%４１")]
    public void A_malformed_escape_is_refused(string text)
    {
        Assert.False(PercentEncoding.IsWellFormed(text));
        Assert.False(PercentEncoding.TryDecode(text, out _));
    }

    [Fact]
    public void Every_ASCII_escape_is_decoded_in_upper_and_lower_case()
    {
        for (var i = 0; i < 128; i++)
        {
            Assert.True(PercentEncoding.TryDecode($"%{i:x2}%{i:X2}", out var decoded));
            Assert.Equal(new string((char)i, 2), decoded);
        }
    }

    [Fact]
    public void A_plus_is_a_space_only_in_forms()
    {
        Assert.True(PercentEncoding.TryDecode("a+%2B"u8, plusIsSpace: true, out var form));
        Assert.True(PercentEncoding.TryDecode("a+%2B"u8, plusIsSpace: false, out var path));
        Assert.Equal(("a +", "a++"), (form, path));
    }

    [Property]
    public void Every_encoded_text_is_decoded_to_the_same_text(NonNull<string> text)
    {
        var wellFormed = string.Concat(text.Get.EnumerateRunes());
        var encoded = string.Concat(Encoding.UTF8.GetBytes(wellFormed).Select(b => $"%{b:X2}"));

        Assert.True(PercentEncoding.IsWellFormed(encoded));
        Assert.True(PercentEncoding.TryDecode(encoded, out var decoded));
        Assert.Equal(wellFormed, decoded);
    }

    [Property]
    public void A_text_that_can_be_decoded_is_well_formed(NonNull<string> text)
    {
        if (PercentEncoding.TryDecode(text.Get, out _))
            Assert.True(PercentEncoding.IsWellFormed(text.Get));
    }
}
