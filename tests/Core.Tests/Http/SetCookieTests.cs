using Portable.Http;
using Xunit;

namespace Lessons.Tests;

public sealed class SetCookieTests
{
    [Fact]
    public void Every_attribute_of_a_cookie_is_written()
    {
        Assert.Equal("a=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", new SetCookie("a", "1", TimeSpan.FromSeconds(60.9), Secure: false).ToString());
        Assert.Equal(
            "a=; Path=/b; Domain=example.com; SameSite=None; Secure",
            new SetCookie("a", "", null, Secure: true) { Path = "/b", Domain = "example.com", HttpOnly = false, SameSite = SameSite.None }.ToString());
    }

    [Theory]
    [InlineData("theme", "x; Domain=example.com")]
    [InlineData("theme", "x\r\nSet-Cookie: a=b")]
    [InlineData("theme", "caf\u00e9")]
    [InlineData("theme", "a=b")]
    [InlineData("theme", "a/b")]
    [InlineData("theme", "%20")]
    [InlineData("the me", "x")]
    [InlineData("", "x")]
    public void A_cookie_with_an_invalid_name_or_value_throws(string name, string value) =>
        Assert.Throws<ArgumentException>(() => new SetCookie(name, value, null, Secure: false));

    [Fact]
    public void A_copy_of_a_cookie_with_an_invalid_attribute_throws()
    {
        var cookie = new SetCookie("a", "1", null, Secure: false);

        Assert.Throws<ArgumentException>(() => cookie with { Value = "1; 2" });
        Assert.Throws<ArgumentException>(() => cookie with { Path = "/;" });
        Assert.Throws<ArgumentException>(() => cookie with { Domain = "a;b" });
    }
}
