using FsCheck;
using FsCheck.Xunit;
using Portable.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

public sealed class RedisUrlTests
{
    public static TheoryData<string, RedisUrl> Valid => new()
    {
        { "redis://localhost", new("localhost", 6379, false, null, null, 0) },
        { "REDIS://localhost:7000/", new("localhost", 7000, false, null, null, 0) },
        { "redis://127.0.0.1:6380/15", new("127.0.0.1", 6380, false, null, null, 15) },
        { "redis://[::1]:7000/1", new("::1", 7000, false, null, null, 1) },
        { "redis://[::1]", new("::1", 6379, false, null, null, 0) },
        { "rediss://default:s3cret@eu1-x.upstash.io:32011", new("eu1-x.upstash.io", 32011, true, "default", "s3cret", 0) },
        { "redis://:s3cret@h", new("h", 6379, false, null, "s3cret", 0) },
        { "redis://user@h", new("h", 6379, false, "user", null, 0) },
        { "redis://us%65r:p%40%3A%2F%25%23é@h", new("h", 6379, false, "user", "p@:/%#é", 0) },
        { "redis://u:a:b@c@h", new("h", 6379, false, "u", "a:b@c", 0) },
        { " redis://h\n", new("h", 6379, false, null, null, 0) },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_URL_is_parsed(string text, RedisUrl expected)
    {
        Assert.True(RedisUrl.TryParse(text, out var url, out var error), error);
        Assert.Equal(expected, url);
    }

    [Theory]
    [InlineData("", "begin with")]
    [InlineData("s3cret", "begin with")]
    [InlineData("http://s3cret", "begin with")]
    [InlineData("s3cret.upstash.io:6379", "begin with")]
    [InlineData("redis:/s3cret", "begin with")]
    [InlineData("redis://", "host")]
    [InlineData("redis://:s3cret@", "host")]
    [InlineData("redis://:s3cret@:6379", "host")]
    [InlineData("redis://s3c ret", "host")]
    [InlineData("redis://[::1", "brackets")]
    [InlineData("redis://[:]", "brackets")]
    [InlineData("redis://.", "host")]
    [InlineData("redis://a..b", "host")]
    [InlineData("redis://[::1]s3cret", "host")]
    [InlineData("redis://h:s3cret", "port")]
    [InlineData("redis://h:0", "port")]
    [InlineData("redis://h:65536", "port")]
    [InlineData("redis://h:", "port")]
    [InlineData("redis://h:+1", "port")]
    [InlineData("redis://h/s3cret", "database")]
    [InlineData("redis://h/-1", "database")]
    [InlineData("redis://h/99999999999", "database")]
    [InlineData("redis://:s3/cret@h", "'/'")]
    [InlineData("redis://:s3%cret@h", "%25")]
    [InlineData("redis://:s3cret%ff@h", "%25")]
    [InlineData("redis://:s3cret?@h", "'?'")]
    [InlineData("redis://h?password=s3cret", "'?'")]
    [InlineData("redis://:s3#cret@h", "'#'")]
    public void An_invalid_URL_is_refused_with_a_reason_that_hides_the_value(string text, string reason)
    {
        Assert.False(RedisUrl.TryParse(text, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", error, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", error, StringComparison.Ordinal);
    }

    [Property]
    public void Every_percent_encoded_password_is_decoded(NonEmptyString text)
    {
        var password = string.Concat(text.Get.EnumerateRunes());

        Assert.True(RedisUrl.TryParse($"rediss://default:{System.Net.WebUtility.UrlEncode(password).Replace("+", "%20", StringComparison.Ordinal)}@h:1/2", out var url, out _));
        Assert.Equal(new("h", 1, true, "default", password, 2), url);
    }

    [Property]
    public void Any_text_is_parsed_or_refused_without_an_exception(NonNull<string> text) =>
        Assert.NotEqual(RedisUrl.TryParse("redis://" + text.Get, out _, out var error), error.Length > 0);

    [Fact]
    public void ToString_returns_the_address_without_the_secret()
    {
        Assert.True(RedisUrl.TryParse("rediss://user:s3cret@h:1/2", out var url, out _));

        Assert.Equal("rediss://h:1/2", url.ToString());
    }
}
