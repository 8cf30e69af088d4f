using FsCheck;
using FsCheck.Xunit;
using Lessons.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class RouterTests
{
    private readonly Router _router = new Router(handler => handler)
        .MapRead("/a", Answer("read"))
        .Map("POST", "/a", Answer("post"))
        .Map("POST", "/a/{name}/c", Answer("captured"))
        .Map("GET", "/x/{first}/{second}", Answer("two"));

    [Theory]
    [InlineData("GET", "/a", 200, "read")]
    [InlineData("HEAD", "/a", 200, "read")]
    [InlineData("POST", "/a", 200, "post")]
    [InlineData("POST", "/a/b/c", 200, "captured name=b")]
    [InlineData("POST", "/a//c", 200, "captured name=")]
    [InlineData("POST", "/a/%2F/c", 200, "captured name=%2F")]
    [InlineData("GET", "/x/1/2", 200, "two first=1 second=2")]
    [InlineData("GET", "/", 404, "Not found")]
    [InlineData("GET", "/A", 404, "Not found")]
    [InlineData("GET", "/a/", 404, "Not found")]
    [InlineData("GET", "//a", 404, "Not found")]
    [InlineData("POST", "/a/b/c/d", 404, "Not found")]
    [InlineData("POST", "/a/b", 404, "Not found")]
    [InlineData("get", "/a", 405, "Method not allowed")]
    [InlineData("", "/a", 405, "Method not allowed")]
    [InlineData("GET", "", 400, "Malformed request")]
    [InlineData("GET", "a", 400, "Malformed request")]
    [InlineData("OPTIONS", "*", 400, "Malformed request")]
    [InlineData("GET", "/nope/%", 400, "Malformed request")]
    [InlineData("DELETE", "/a%4", 400, "Malformed request")]
    public async Task Answers(string method, string path, int status, string text)
    {
        var response = await SendAsync(method, path);

        Assert.Equal(status, response.Status);
        Assert.Contains(text, AppUnderTest.Text(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPTIONS", "/a", 204, "GET, HEAD, POST, OPTIONS")]
    [InlineData("DELETE", "/a", 405, "GET, HEAD, POST, OPTIONS")]
    [InlineData("GET", "/a/b/c", 405, "POST, OPTIONS")]
    public async Task Names_the_methods_in_Allow(string method, string path, int status, string allow)
    {
        var response = await SendAsync(method, path);

        Assert.Equal((status, allow), (response.Status, response.Headers.First("Allow")));
    }

    [Property(MaxTest = 500)]
    public async Task Answers_any_path_without_throwing(NonNull<string> method, NonNull<string> path) =>
        Assert.Contains((await SendAsync(method.Get, "/" + path.Get)).Status, new[] { 200, 204, 400, 404, 405 });

    private static Handler Answer(string text) => (request, _) =>
        new(AppResponse.Error(200, string.Join(' ', [text, .. request.RouteValues.Select(value => $"{value.Key}={value.Value}")])));

    private ValueTask<AppResponse> SendAsync(string method, string path) =>
        _router.HandleAsync(AppUnderTest.Request(method, path), CancellationToken.None);
}
