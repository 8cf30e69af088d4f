using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class AllowedOriginsTests
{
    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("http://localhost:5173", true)]
    [InlineData("https://xn--bcher-kva.example", true)]
    [InlineData("https://192.0.2.1:8443", true)]
    [InlineData("https://[2001:db8::1]", true)]
    [InlineData("https://[2001:db8::1]:8443", true)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("null", false)]
    [InlineData("app.example.com", false)]
    [InlineData("ftp://app.example.com", false)]
    [InlineData("https://", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData("https://app.example.com/", false)]
    [InlineData("https://app.example.com/path", false)]
    [InlineData("https://app.example.com?x", false)]
    [InlineData("https://user@app.example.com", false)]
    [InlineData("https://app..example.com", false)]
    [InlineData("https://App.example.com", false)]
    [InlineData("HTTPS://app.example.com", false)]
    [InlineData("https://bücher.example", false)]
    [InlineData("https://app.example.com:443", false)]
    [InlineData("http://app.example.com:80", false)]
    [InlineData("https://app.example.com:", false)]
    [InlineData("https://app.example.com:0", false)]
    [InlineData("https://app.example.com:08443", false)]
    [InlineData("https://app.example.com:65536", false)]
    [InlineData("https://[2001:DB8::1]", false)]
    [InlineData("https://[192.0.2.1]", false)]
    [InlineData("https://[2001:db8::1", false)]
    [InlineData("https://2001:db8::1", false)]
    public void An_origin_is_accepted_only_in_the_form_that_browsers_send(string origin, bool isGood)
    {
        Assert.Equal(isGood, AllowedOrigins.TryParse(origin, out _));
        Assert.Equal(isGood, AllowedOrigins.TryParse($"https://a.example, {origin} ,https://b.example", out _));
    }

    [Theory]
    [InlineData("https://a.example", true)]
    [InlineData("https://b.example:8443", true)]
    [InlineData("https://b.example", false)]
    [InlineData("http://a.example", false)]
    [InlineData("https://a.example,https://b.example:8443", false)]
    [InlineData("https://a.example.evil.example", false)]
    [InlineData("example", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_origin_is_allowed_only_if_the_list_contains_it_exactly(string? origin, bool isIncluded)
    {
        Assert.True(AllowedOrigins.TryParse("https://a.example , https://b.example:8443", out var origins));

        Assert.Equal(isIncluded, origins.Include(origin));
    }
}
