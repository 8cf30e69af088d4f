using FsCheck;
using FsCheck.Xunit;
using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class RouterTests
{
    private readonly Handler _handler = new HttpApp()
        .MapRead("/a", Answer("read"))
        .Map("POST", "/a", Answer("post"))
        .Map("POST", "/a/{name}/c", Answer("captured"))
        .Map("GET", "/x/{first}/{second}", Answer("two"))
        .Build();

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
    public async Task A_request_is_routed_by_method_and_path(string method, string path, int status, string text)
    {
        var response = await SendAsync(method, path);

        Assert.Equal(status, response.Status);
        Assert.Contains(text, AppUnderTest.Text(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPTIONS", "/a", 204, "GET, HEAD, POST, OPTIONS")]
    [InlineData("DELETE", "/a", 405, "GET, HEAD, POST, OPTIONS")]
    [InlineData("GET", "/a/b/c", 405, "POST, OPTIONS")]
    public async Task Allow_has_the_methods_of_the_path(string method, string path, int status, string allow)
    {
        var response = await SendAsync(method, path);

        Assert.Equal((status, allow), (response.Status, response.Headers.First("Allow")));
    }

    [Property(MaxTest = 500)]
    public async Task Any_method_and_path_are_routed_without_an_exception(NonNull<string> method, NonNull<string> path) =>
        Assert.Contains((await SendAsync(method.Get, "/" + path.Get)).Status, new[] { 200, 204, 400, 404, 405 });

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/{}")]
    [InlineData("/{a")]
    [InlineData("/a}/b")]
    [InlineData("/a?b")]
    [InlineData("/%")]
    [InlineData("/{a}/{a}")]
    public void An_invalid_path_template_throws_ArgumentException(string template) =>
        Assert.Contains($"The template {template} ", Assert.Throws<ArgumentException>(() => new HttpApp().Map("GET", template, Answer(""))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_second_handler_for_a_method_and_path_throws()
    {
        var app = new HttpApp().MapRead("/a", Answer("first"));

        Assert.Equal("HEAD /a already has a handler.", Assert.Throws<InvalidOperationException>(() => app.Map("HEAD", "/a", Answer("second"))).Message);
    }

    [Fact]
    public void An_application_can_be_built_only_once()
    {
        var app = new HttpApp();
        app.Build();

        Assert.Throws<InvalidOperationException>(app.Build);
    }

    [Fact]
    public async Task Middlewares_run_in_reading_order_and_guards_only_on_known_routes()
    {
        var seen = new List<string>();
        Middleware Note(string name) => next => (request, cancellationToken) =>
        {
            seen.Add($"{name} {request.RouteTemplate}");
            return next(request, cancellationToken);
        };
        var handler = new HttpApp().Use(Note("first")).Use(Note("second")).Guard(Note("guard")).Map("GET", "/{name}", Answer("")).Build();

        await handler(AppUnderTest.Request("GET", "/a"), CancellationToken.None);
        await handler(AppUnderTest.Request("GET", "/a/b"), CancellationToken.None);

        Assert.Equal(["first /{name}", "second /{name}", "guard /{name}", "first ", "second "], seen);
    }

    [Fact]
    public async Task A_path_changed_by_a_middleware_is_routed()
    {
        Middleware withoutPrefix = next => (request, cancellationToken) => next(request with { Path = request.Path["/api".Length..] }, cancellationToken);
        var handler = new HttpApp().Use(withoutPrefix).Map("GET", "/hello/{name}", Answer("hello")).Map("GET", "/api/hello/{name}", Answer("api")).Build();

        var response = await handler(AppUnderTest.Request("GET", "/api/hello/ada"), CancellationToken.None);

        Assert.Contains("hello name=ada", AppUnderTest.Text(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inner_application_uses_only_its_own_routes()
    {
        var inner = new HttpApp().Map("GET", "/hello", Answer("inner")).Build();
        var outer = new HttpApp().Map("GET", "/{any}", inner).Build();

        Assert.Equal(200, (await outer(AppUnderTest.Request("GET", "/hello"), CancellationToken.None)).Status);
        Assert.Equal(404, (await outer(AppUnderTest.Request("GET", "/other"), CancellationToken.None)).Status);
    }

    [Fact]
    public async Task An_application_called_first_does_not_affect_the_routes_of_the_next()
    {
        var first = new HttpApp().Map("GET", "/hello", Answer("first")).Build();
        Middleware firstThenNext = next => async (request, cancellationToken) =>
            await first(request, cancellationToken) is { Status: 200 } answer ? answer : await next(request, cancellationToken);
        var both = new HttpApp().Use(firstThenNext).Map("GET", "/other", Answer("other")).Build();

        Assert.Contains("first", AppUnderTest.Text(await both(AppUnderTest.Request("GET", "/hello"), CancellationToken.None)), StringComparison.Ordinal);
        Assert.Contains("other", AppUnderTest.Text(await both(AppUnderTest.Request("GET", "/other"), CancellationToken.None)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_call_of_next_that_reaches_a_handler_throws(bool isGuard)
    {
        var answers = 0;
        Middleware twice = next => async (request, cancellationToken) =>
        {
            await next(request with { Query = "first" }, cancellationToken);
            return await next(request with { Query = "second" }, cancellationToken);
        };
        var app = new HttpApp().Map("GET", "/", (_, _) => new(new AppResponse(200 + answers++)));
        var handler = (isGuard ? app.Guard(twice) : app.Use(twice)).Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => handler(AppUnderTest.Request("GET", "/"), CancellationToken.None).AsTask());

        Assert.Contains("A middleware has called next twice for the request GET /", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, answers);
    }

    [Fact]
    public async Task A_middleware_may_call_next_again_after_a_404()
    {
        Middleware orTheRoot = next => async (request, cancellationToken) =>
            await next(request, cancellationToken) is { Status: not 404 } answer ? answer : await next(request with { Path = "/" }, cancellationToken);
        var handler = new HttpApp().Use(orTheRoot).Map("GET", "/", Answer("root")).Build();

        Assert.Equal(200, (await handler(AppUnderTest.Request("GET", "/unknown"), CancellationToken.None)).Status);
    }

    [Fact]
    public void Use_Guard_Map_and_Build_throw_after_the_build()
    {
        var app = new HttpApp().Map("GET", "/", Answer(""));
        app.Build();

        Assert.Throws<InvalidOperationException>(() => app.Map("POST", "/", Answer("")));
        Assert.Throws<InvalidOperationException>(() => app.Use(next => next));
        Assert.Throws<InvalidOperationException>(() => app.Guard(next => next));
        Assert.Throws<InvalidOperationException>(app.Build);
    }

    [Fact]
    public async Task A_refusal_by_the_host_passes_the_middlewares_but_no_handler()
    {
        var handler = new HttpApp().Use(StandardHeaders.Add).Map("GET", "/", Answer("")).Build();

        var response = await handler(AppUnderTest.Request("GET", "/") with { Refusal = Errors.OutOfTime }, CancellationToken.None);

        Assert.Equal((503, "request-1"), (response.Status, response.Headers.First("X-Request-Id")));
    }

    private static Handler Answer(string text) => (request, _) =>
        new(AppResponse.Error(200, "", string.Join(' ', [text, .. request.RouteValues.Select(value => $"{value.Key}={value.Value}")])));

    private ValueTask<AppResponse> SendAsync(string method, string path) =>
        _handler(AppUnderTest.Request(method, path), CancellationToken.None);
}
