using System.Globalization;
using Lessons.TestKit;
using Xunit;

namespace Portable.Tests;

/// <summary>Responses of every status, size and kind, as a client receives them.</summary>
public sealed class ProbeAnswerTests(ProbePool hosts)
{
    [Theory]
    [EveryProbe(200)]
    [EveryProbe(201)]
    [EveryProbe(202)]
    [EveryProbe(302)]
    [EveryProbe(400)]
    [EveryProbe(401)]
    [EveryProbe(403)]
    [EveryProbe(404)]
    [EveryProbe(409)]
    [EveryProbe(418)]
    [EveryProbe(429)]
    [EveryProbe(451)]
    [EveryProbe(500)]
    [EveryProbe(503)]
    [EveryProbe(599)]
    public async Task A_status_is_sent_with_an_empty_body(string host, int status)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync($"GET /status/{status}");

        Assert.Equal((status, ""), (response.Status, response.Body));
        Assert.NotNull(response.Header("X-Request-Id"));
    }

    [Theory]
    [EveryProbe(204)]
    [EveryProbe(304)]
    public async Task A_response_with_status_204_or_304_ends_after_its_headers(string host, int status)
    {
        using var connection = await (await hosts.GetAsync(host)).ConnectAsync();

        for (var i = 0; i < 2; i++)
        {
            await connection.SendAsync($"GET /status/{status} HTTP/1.1\r\nHost: h\r\n\r\n");
            var response = await connection.ReadAsync();
            Assert.Equal((status, null), (response.Status, response.Header("Transfer-Encoding")));
        }
    }

    [Theory]
    [EveryProbe(0)]
    [EveryProbe(1)]
    [EveryProbe(10_000)]
    [EveryProbe(1_000_000)]
    public async Task A_text_body_arrives_completely(string host, int count)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync($"GET /text/{count}");

        Assert.Equal((200, "text/plain; charset=utf-8"), (response.Status, response.Header("Content-Type")));
        Assert.Equal(new string('é', count), response.Body);
    }

    [Theory]
    [EveryProbe("bytes", 0)]
    [EveryProbe("bytes", 1)]
    [EveryProbe("bytes", 256)]
    [EveryProbe("bytes", 1_000_000)]
    [EveryProbe("stream", 0)]
    [EveryProbe("stream", 256)]
    [EveryProbe("stream", 1_000_000)]
    public async Task A_binary_body_arrives_unchanged(string host, string kind, int count)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync($"GET /{kind}/{count}");

        Assert.Equal((200, "application/octet-stream"), (response.Status, response.Header("Content-Type")));
        Assert.Equal([.. Enumerable.Range(0, count).Select(i => (byte)i)], response.Bytes.ToArray());
    }

    [Theory]
    [EveryProbe("text")]
    [EveryProbe("bytes")]
    [EveryProbe("stream")]
    public async Task A_HEAD_response_has_the_headers_of_GET_and_no_body(string host, string kind)
    {
        using var connection = await (await hosts.GetAsync(host)).ConnectAsync();

        await connection.SendAsync($"HEAD /{kind}/1000 HTTP/1.1\r\nHost: h\r\n\r\nGET /{kind}/1000 HTTP/1.1\r\nHost: h\r\n\r\n");
        var (head, get) = (await connection.ReadAsync(isHead: true), await connection.ReadAsync());

        Assert.Equal((200, get.Header("Content-Type")), (head.Status, head.Header("Content-Type")));
        Assert.Equal(get.Header("Content-Length"), head.Header("Content-Length")); // The Functions host sends no Content-Length.
        Assert.Equal(kind == "text" ? 2000 : 1000, get.Bytes.Length);
    }

    [Theory]
    [EveryProbe("image/svg+xml")]
    [EveryProbe("text/html; charset=iso-8859-1")]
    [EveryProbe("application/problem+json")]
    [EveryProbe("application/x-made-up; a=\"b c\"")]
    public async Task A_content_type_is_sent_unchanged(string host, string type)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync("GET /type", ["Accept: " + type]);

        Assert.Equal((type, "éééé"), (response.Header("Content-Type"), response.Body));
    }

    [Theory, EveryProbe]
    public async Task A_response_header_is_sent_with_every_repeated_value(string host)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync("GET /headers");

        string[] Entries(string name) => [.. response.Headers.All(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))];
        Assert.Equal(["1", "2"], Entries("X-Many"));
        Assert.Equal(["Origin", "Accept"], Entries("Vary"));
        Assert.Equal(new string('x', 4096), response.Header("X-Long"));
        Assert.Equal("", response.Header("X-Empty"));
    }

    [Theory, EveryProbe]
    public async Task Each_cookie_has_its_own_Set_Cookie_header_with_all_attributes(string host)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync("GET /cookies");

        var cookies = response.Headers.All("Set-Cookie").Select(Attributes).ToList();
        Assert.Equal(3, cookies.Count);
        Assert.Equal(["first=1", "httponly", "max-age=3600", "path=/", "samesite=lax", "secure"], cookies[0]);
        Assert.Equal(["path=/deep", "samesite=strict", "second=a.b-c_d~e"], cookies[1]);
        Assert.Equal(["domain=example.com", "httponly", "max-age=0", "path=/", "samesite=none", "secure", "third="], cookies[2]);
    }

    [Theory, EveryProbe]
    public async Task A_redirect_sends_its_Location_header_unchanged(string host)
    {
        var response = await (await hosts.GetAsync(host)).SendAsync("GET /redirect");

        Assert.Equal((302, "/text/%C3%A9?a=b&c=%20", ""), (response.Status, response.Header("Location"), response.Body));
    }

    [Theory]
    [EveryProbe("/throw", "The probe has thrown.")]
    [EveryProbe("/bad-header", "The header X-Bad of the response")]
    public async Task An_exception_in_a_handler_returns_500_and_is_logged(string host, string path, string detail)
    {
        var service = await hosts.GetAsync(host);

        var response = await service.SendAsync($"GET {path}");

        Assert.Equal((500, ErrorBody.Of("Internal server error") + "\n"), (response.Status, response.Body));
        Assert.Contains(detail, await service.Process.FindLineAsync(detail), StringComparison.Ordinal);
    }

    [Theory, EveryProbe]
    public async Task The_log_line_of_a_request_does_not_contain_the_query(string host)
    {
        var service = await hosts.GetAsync(host);

        var response = await service.SendAsync("GET /text/12345?secret-word");

        var line = await service.Process.FindLineAsync("GET /text/12345 200");
        Assert.Contains(ShowsFields(host) ? response.Header("X-Request-Id")! : "[Information] Function.probe.User: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", service.Process.Output, StringComparison.Ordinal);
    }

    // The Functions host shows only the message of a log line.
    private static bool ShowsFields(string host) => !host.StartsWith("azure", StringComparison.Ordinal);

    // The Functions host writes attribute names in lower case, and writes Max-Age=0 as a date too.
    private static string[] Attributes(string cookie) => [.. cookie.Split("; ")
        .Select(attribute => attribute.ToLower(CultureInfo.InvariantCulture))
        .Where(attribute => !attribute.StartsWith("expires=", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];
}
