using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class OriginHostTests
{
    [Theory]
    [InlineData("http://lessons.lan", "lessons.lan", true)]
    [InlineData("http://lessons.lan", "LESSONS.lan", true)]
    [InlineData("http://lessons.lan", "lessons.lan:80", true)]
    [InlineData("https://lessons.lan", "lessons.lan:443", true)]
    [InlineData("https://lessons.lan:443", "lessons.lan", true)]
    [InlineData("http://lessons.lan:8090", "lessons.lan:8090", true)]
    [InlineData("http://lessons.lan:8090", "lessons.lan", false)]
    [InlineData("http://lessons.lan", "lessons.lan:8090", false)]
    [InlineData("http://lessons.lan", "lessons.lan:443", false)]
    [InlineData("http://[::1]", "[::1]:80", true)]
    [InlineData("http://a.lessons.lan", "lessons.lan", false)]
    [InlineData("null", "lessons.lan", false)]
    [InlineData("lessons.lan", "lessons.lan", false)]
    [InlineData("http://lessons.lan", "", false)]
    [InlineData("http://lessons.lan", null, false)]
    public void Origin_and_host_match_if_name_and_port_are_equal(string origin, string? host, bool isOwn) => Assert.Equal(isOwn, OriginHost.IsOf(origin, host));
}
