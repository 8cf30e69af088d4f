using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class RoutingTests(HostPool hosts)
{
    [Theory, HostCase]
    [EveryHost("/nope")]
    [EveryHost("/page.html")]
    [EveryHost("/Page.css")]
    [EveryHost("/login/")]
    [EveryHost("/LOGIN")]
    [EveryHost("/%6Cogin")]
    [EveryHost("//login")]
    [EveryHost("/./login")]
    [EveryHost("/lessons/../login")]
    [EveryHost("/lessons/")]
    [EveryHost("/lessons/completed/")]
    [EveryHost("/lessons%2Fcompleted")]
    [EveryHost("/lessons/1/2/mark-complete")]
    [EveryHost("/lessons/1/mark-complete/")]
    [EveryHost("/lessons/mark-complete")]
    [EveryHost("/login;x=y?userId=x")]
    public async Task An_unknown_path_returns_404(string host, string target)
    {
        var service = await hosts.GetAsync(host);

        Answer.IsError(404, "Not found", await service.SendAsync($"GET {target}"));
        Answer.IsError(404, "Not found", await service.SendAsync($"POST {target}"));
        Answer.IsError(404, "Not found", await service.SendAsync($"OPTIONS {target}"));
    }

    [Theory, HostCase]
    [EveryHost("/%zz")]
    [EveryHost("/lessons/%zz/mark-complete")]
    [EveryHost("/lessons/%/mark-complete")]
    [EveryHost("/login%4")]
    [EveryHost("/lessons/completed%")]
    [EveryHost("/lessons/%u0041/mark-complete")]
    public async Task Malformed_percent_encoding_in_a_path_returns_400_before_other_checks(string host, string target)
    {
        var service = await hosts.GetAsync(host);

        Answer.IsError(400, "Malformed request", await service.SendAsync($"POST {target}"));
        Answer.IsError(400, "Malformed request", await service.SendAsync($"DELETE {target}"));
    }

    [Theory, HostCase]
    [EveryHost("/login", "GET, POST, OPTIONS", "HEAD", "PUT", "DELETE", "PATCH", "BREW")]
    [EveryHost("/", "GET, HEAD, OPTIONS", "POST", "PUT", "DELETE", "PATCH", "BREW")]
    [EveryHost("/page.css", "GET, HEAD, OPTIONS", "POST", "DELETE")]
    [EveryHost("/page.js", "GET, HEAD, OPTIONS", "POST", "DELETE")]
    [EveryHost("/page.svg", "GET, HEAD, OPTIONS", "POST", "DELETE")]
    [EveryHost("/health", "GET, HEAD, OPTIONS", "POST", "PUT", "DELETE")]
    [EveryHost("/lessons/completed", "GET, HEAD, OPTIONS", "POST", "PUT", "DELETE")]
    [EveryHost("/lessons", "GET, HEAD, OPTIONS", "POST", "PUT", "DELETE")]
    [EveryHost("/lessons/1/mark-complete", "POST, DELETE, OPTIONS", "GET", "HEAD", "PUT", "PATCH")]
    public async Task A_wrong_method_returns_405_with_Allow_and_OPTIONS_returns_204(string host, string path, string allow, params string[] methods)
    {
        var service = await hosts.GetAsync(host);

        var options = await service.SendAsync($"OPTIONS {path}");
        Assert.Equal((204, "", allow), (options.Status, options.Body, options.Header("Allow")));
        Answer.HasStandardHeaders(options);
        foreach (var method in methods)
        {
            var response = await service.SendAsync($"{method} {path}");
            Assert.Equal((405, allow), (response.Status, response.Header("Allow")));
            if (method != "HEAD")
                Answer.IsError(405, "Method not allowed", response);
        }
    }

    [Theory, HostCase, EveryHost]
    public async Task A_method_in_lower_case_returns_405(string host) =>
        Answer.IsError(405, "Method not allowed", await (await hosts.GetAsync(host)).SendAsync("get /login?userId=x"));

    [Theory, HostCase, EveryHost]
    public async Task Each_response_has_a_unique_X_Request_Id_that_a_client_cannot_choose(string host)
    {
        var service = await hosts.GetAsync(host);

        var first = await service.SendAsync("GET /nope", ["X-Request-Id: mine"]);
        var second = await service.SendAsync("GET /nope", ["X-Request-Id: mine"]);

        var ids = new[] { first.Header("X-Request-Id"), second.Header("X-Request-Id"), "mine" };
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Theory, HostCase, EveryHost]
    public async Task A_request_is_logged_without_its_query(string host)
    {
        var service = await hosts.GetAsync(host);

        var showsFields = !host.StartsWith("azure", StringComparison.Ordinal); // The Functions host logs only the message.
        var response = await service.SendAsync("GET /no-such-page?userId=secret-user");

        var line = await service.FindLineAsync("GET /no-such-page 404");
        Assert.Contains(showsFields ? response.Header("X-Request-Id")! : "[Information] Function.lessons.User: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-user", service.Output, StringComparison.Ordinal);
    }

    [Theory, HostCase, EveryHost]
    public async Task A_connection_serves_many_requests(string host)
    {
        var service = await hosts.GetAsync(host);
        using var connection = await service.ConnectAsync();

        for (var i = 0; i < 3; i++)
        {
            await connection.SendAsync("POST /lessons/1/mark-complete HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
            Answer.IsForbidden(await connection.ReadAsync());
        }
    }
}
