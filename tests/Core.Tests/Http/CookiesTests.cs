using FsCheck;
using FsCheck.Xunit;
using Portable.Http;
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
    public void The_first_cookie_of_the_name_is_found(string header, string? value) =>
        Assert.Equal(value, Cookies.All([new("Cookie", header)], "id") is [var first, ..] ? first : null);

    [Fact]
    public void All_Cookie_headers_are_read_and_header_names_ignore_case() =>
        Assert.Equal("1", Assert.Single(Cookies.All([new("Accept", "id=0"), new("cookie", "a=b"), new("COOKIE", "id=1")], "id")));

    [Fact]
    public void All_cookies_of_the_name_are_found_in_order() =>
        Assert.Equal(["1", "2", "", "3"], Cookies.All([new("Cookie", "id=1; a=b; id=2,id="), new("Cookie", "id=3")], "id"));

    [Fact]
    public void A_Cookie_header_of_30000_separators_allocates_at_most_100_KB()
    {
        HeaderList headers = [new("Cookie", new string(';', 30_000))];
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Empty(Cookies.All(headers, "id"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Property]
    public void Any_Cookie_header_is_read_without_an_exception(NonNull<string> header, NonNull<string> name) =>
        Cookies.All([new("Cookie", header.Get)], name.Get);

    [Theory]
    [InlineData("x=1,__Host-id=2; __Host-id=1", "1")]
    [InlineData("x=1,__Host-id=2", null)]
    [InlineData("__Host-id=1", "1")]
    public void A_value_cannot_forge_a_cookie_whose_name_browsers_protect(string header, string? expected) =>
        Assert.Equal(expected, Cookies.All([new("Cookie", header)], "__Host-id") is [var first, ..] ? first : null);
}
