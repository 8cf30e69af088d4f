using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/a?b=c?d", "/a", "b=c?d")]
    [InlineData("/a?", "/a", "")]
    [InlineData("/http://h/a", "/http://h/a", "")]
    [InlineData("/a?u=http://h/b", "/a", "u=http://h/b")]
    [InlineData("http://h/a/b?c", "/a/b", "c")]
    [InlineData("http://h?c", "/", "c")]
    [InlineData("HTTPS://h:1", "/", "")]
    [InlineData("*", "*", "")]
    [InlineData("h:443", "h:443", "")]
    public void A_target_is_split_into_path_and_query(string target, string path, string query) =>
        Assert.Equal((path, query), RequestTarget.Split(target));
}
