using FsCheck;
using FsCheck.Xunit;
using Lessons.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class CookiesTests
{
    [Theory]
    [InlineData("id=1", "1")]
    [InlineData("a=b; id=1; id=2", "1")]
    [InlineData("a=b,id=1", "1")]
    [InlineData("a=b;\tid=1 ;c", "1")]
    [InlineData("id=\"1\"", "1")]
    [InlineData("id=a=b", "a=b")]
    [InlineData("id=", "")]
    [InlineData("id=\"", "\"")]
    [InlineData("ID=2; id=1", "1")]
    [InlineData("xid=2; id=1", "1")]
    [InlineData("id; id=1", "1")]
    [InlineData("ID=1", null)]
    [InlineData("id", null)]
    [InlineData("", null)]
    [InlineData("; ,=;", null)]
    public void Finds_the_first_of_the_name(string header, string? value) =>
        Assert.Equal(value, Cookies.First([new("Cookie", header)], "id"));

    [Fact]
    public void Looks_through_every_cookie_header_in_any_case() =>
        Assert.Equal("1", Cookies.First([new("Accept", "id=0"), new("cookie", "a=b"), new("COOKIE", "id=1")], "id"));

    [Property]
    public void Never_throws(NonNull<string> header, NonNull<string> name) => Cookies.First([new("Cookie", header.Get)], name.Get);

    [Theory]
    [InlineData("x=1,__Host-id=2; __Host-id=1", "1")]
    [InlineData("x=1,__Host-id=2", null)]
    [InlineData("__Host-id=1", "1")]
    public void A_name_that_browsers_guard_cannot_be_forged_within_a_value(string header, string? expected) =>
        Assert.Equal(expected, Cookies.First([new("Cookie", header)], "__Host-id"));
}
