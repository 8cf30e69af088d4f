using System.Globalization;
using Xunit;

namespace Portable.Conformance;

// Responses of every status, size and kind, as a client receives them.
public abstract partial class HostCases
{
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(418)]
    [InlineData(429)]
    [InlineData(451)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(599)]
    public Task A_status_is_sent_with_an_empty_body(int status) => RunAsync(async host =>
    {
        var response = await host.SendAsync($"GET /status/{status}");

        Assert.Equal((status, ""), (response.Status, response.Body));
        Assert.NotNull(response.Header("X-Request-Id"));
    });

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public Task A_response_with_status_204_or_304_ends_after_its_headers(int status) => RunAsync(async host =>
    {
        using var connection = await host.ConnectAsync();

        for (var i = 0; i < 2; i++)
        {
            await connection.SendAsync($"GET /status/{status} HTTP/1.1\r\nHost: h\r\n\r\n");
            var response = await connection.ReadAsync();
            Assert.Equal((status, null), (response.Status, response.Header("Transfer-Encoding")));
        }
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public Task A_text_body_arrives_completely(int count) => RunAsync(async host =>
    {
        var response = await host.SendAsync($"GET /text/{count}");

        Assert.Equal((200, "text/plain; charset=utf-8"), (response.Status, response.Header("Content-Type")));
        Assert.Equal(new string('é', count), response.Body);
    });

    [Theory]
    [InlineData("bytes", 0)]
    [InlineData("bytes", 1)]
    [InlineData("bytes", 256)]
    [InlineData("bytes", 1_000_000)]
    [InlineData("stream", 0)]
    [InlineData("stream", 256)]
    [InlineData("stream", 1_000_000)]
    [InlineData("parts", 0)]
    [InlineData("parts", 256)]
    [InlineData("parts", 1_000_000)]
    public Task A_binary_body_arrives_unchanged(string kind, int count) => RunAsync(async host =>
    {
        var response = await host.SendAsync($"GET /{kind}/{count}");

        Assert.Equal((200, "application/octet-stream"), (response.Status, response.Header("Content-Type")));
        Assert.Equal([.. Enumerable.Range(0, count).Select(i => (byte)i)], response.Bytes.ToArray());
    });

    [Theory]
    [InlineData("text")]
    [InlineData("bytes")]
    [InlineData("stream")]
    [InlineData("parts")]
    public Task A_HEAD_response_has_the_headers_of_GET_and_no_body(string kind) => RunAsync(async host =>
    {
        using var connection = await host.ConnectAsync();

        await connection.SendAsync($"HEAD /{kind}/1000 HTTP/1.1\r\nHost: h\r\n\r\nGET /{kind}/1000 HTTP/1.1\r\nHost: h\r\n\r\n");
        var (head, get) = (await connection.ReadAsync(isHead: true), await connection.ReadAsync());

        Assert.Equal((200, get.Header("Content-Type")), (head.Status, head.Header("Content-Type")));
        if (head.Header("Content-Length") is { } length) // The header is optional in a response to HEAD.
            Assert.Equal(get.Bytes.Length.ToString(CultureInfo.InvariantCulture), length);
        Assert.Equal(kind == "text" ? 2000 : 1000, get.Bytes.Length);
    });

    [Theory]
    [InlineData("image/svg+xml")]
    [InlineData("text/html; charset=iso-8859-1")]
    [InlineData("application/problem+json")]
    [InlineData("application/x-made-up; a=\"b c\"")]
    public Task A_content_type_is_sent_unchanged(string type) => RunAsync(async host =>
    {
        var response = await host.SendAsync("GET /type", ["Accept: " + type]);

        Assert.Equal((type, "éééé"), (response.Header("Content-Type"), response.Body));
    });

    [Fact]
    public Task A_repeated_response_header_is_sent_with_every_value() => RunAsync(async host =>
    {
        var response = await host.SendAsync("GET /headers");

        string[] Entries(string name) => [.. response.Headers.All(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))];
        Assert.Equal(["1", "2"], Entries("X-Many"));
        Assert.Equal(["Origin", "Accept"], Entries("Vary"));
    });

    [Fact]
    public Task A_response_header_of_4_KiB_arrives_completely() => RunAsync(async host =>
        Assert.Equal(new string('x', 4096), (await host.SendAsync("GET /headers")).Header("X-Long")));

    [Fact]
    public Task A_response_header_with_an_empty_value_is_sent() => RunAsync(async host =>
        Assert.Equal("", (await host.SendAsync("GET /headers")).Header("X-Empty")));

    [Fact]
    public Task Each_cookie_has_its_own_Set_Cookie_header_with_all_attributes() => RunAsync(async host =>
    {
        var response = await host.SendAsync("GET /cookies");

        var cookies = response.Headers.All("Set-Cookie").Select(Attributes).ToList();
        Assert.Equal(3, cookies.Count);
        Assert.Equal(["first=1", "httponly", "max-age=3600", "path=/", "samesite=lax", "secure"], cookies[0]);
        Assert.Equal(["path=/deep", "samesite=strict", "second=a.b-c_d~e"], cookies[1]);
        Assert.Equal(["domain=example.com", "httponly", "max-age=0", "path=/", "samesite=none", "secure", "third="], cookies[2]);
    });

    [Fact]
    public Task A_redirect_sends_its_Location_header_unchanged() => RunAsync(async host =>
    {
        var response = await host.SendAsync("GET /redirect");

        Assert.Equal((302, "/text/%C3%A9?a=b&c=%20", ""), (response.Status, response.Header("Location"), response.Body));
    });

    [Theory]
    [InlineData("/throw", "The probe has thrown.")]
    [InlineData("/bad-header", "The header X-Bad of the response")]
    public Task An_exception_in_a_handler_returns_500_and_is_logged(string path, string detail) => RunAsync(async host =>
    {
        var response = await host.SendAsync($"GET {path}");

        Assert.Equal((500, "{\"Message\":\"Internal server error\",\"Code\":\"internal\"}\n"), (response.Status, response.Body));
        Assert.Contains(detail, await host.FindLineAsync(detail), StringComparison.Ordinal);
    });

    [Fact]
    public Task The_log_line_of_a_request_does_not_contain_the_query() => RunAsync(async host =>
    {
        await host.SendAsync("GET /text/12345?secret-word");

        await host.FindLineAsync("GET /text/12345 200");
        Assert.DoesNotContain("secret-word", host.Output, StringComparison.Ordinal);
    });

    // The Functions host of Azure writes attribute names in lower case, and writes Max-Age=0 as a date too.
    private static string[] Attributes(string cookie) => [.. cookie.Split("; ")
        .Select(attribute => attribute.ToLower(CultureInfo.InvariantCulture))
        .Where(attribute => !attribute.StartsWith("expires=", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];
}
