using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class CrossOriginTests(HostPool hosts)
{
    private const string Mark = "POST /lessons/intro/mark-complete";
    private const string FrontEnd = "Origin: " + Some.FrontEnd;

    // CrossOriginProtection in Go 1.25 has the same results. The class Service sends Host: localhost.
    [Theory]
    [EveryHost(200)]
    [EveryHost(200, "Sec-Fetch-Site: same-origin")]
    [EveryHost(200, "Sec-Fetch-Site: none")]
    [EveryHost(200, "Sec-Fetch-Site: same-origin", "Origin: https://evil.example")]
    [EveryHost(200, "Origin: http://localhost")]
    [EveryHost(200, "Origin: http://localhost:80")]
    [EveryHost(200, "Origin: HTTP://LocalHost")]
    [EveryHost(200, "Origin: https://localhost")]
    [EveryHost(403, "Sec-Fetch-Site: cross-site")]
    [EveryHost(403, "Sec-Fetch-Site: same-site")]
    [EveryHost(403, "Sec-Fetch-Site: cross-site", "Origin: http://localhost")]
    [EveryHost(403, "Sec-Fetch-Site: unheard-of")]
    [EveryHost(403, "Sec-Fetch-Site: SAME-ORIGIN")]
    [EveryHost(403, "Origin: null")]
    [EveryHost(403, "Origin: https://evil.example")]
    [EveryHost(403, "Origin: http://localhost:8080")]
    [EveryHost(403, "Origin: http://localhost.evil.example")]
    [EveryHost(403, "Origin: http://evil.example/http://localhost")]
    [EveryHost(403, "Origin: localhost")]
    [EveryHost(403, FrontEnd)]
    public async Task An_unsafe_request_from_another_origin_returns_403(string host, int status, params string[] headers)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);

        await hosts.Redis.HashSetAsync("lessons:" + user, "intro", "t");

        foreach (var (method, slug) in new[] { ("DELETE", "intro"), ("POST", "other") })
        {
            var response = await service.SendAsync($"{method} /lessons/{slug}/mark-complete", [cookie, .. headers]);
            if (status == 403)
                Answer.IsError(403, "Cross-origin request refused", response);
            Assert.Equal(status, response.Status);
        }

        Assert.Equal(status == 403 ? "intro" : "other", Assert.Single(await hosts.Redis.HashKeysAsync("lessons:" + user)));
    }

    [Theory, EveryHost]
    public async Task A_refused_origin_is_logged_with_the_host_and_ALLOWED_ORIGINS(string host)
    {
        var service = await hosts.GetAsync(host);
        var origin = $"http://{Some.User()}.example:8090";

        await service.SendAsync("POST /login", [$"Origin: {origin}"]);

        var line = await service.FindLineAsync(origin);
        Assert.Contains("localhost", line, StringComparison.Ordinal);
        Assert.Contains("ALLOWED_ORIGINS", line, StringComparison.Ordinal);
    }

    [Theory, EveryHost]
    public async Task A_form_of_another_site_opens_no_session(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();

        var response = await service.SendAsync("POST /login", ["Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: cross-site", "Origin: https://evil.example"], "userId=" + user);

        Answer.IsError(403, "Cross-origin request refused", response);
        Assert.Null(response.Header("Set-Cookie"));
    }

    [Theory, EveryHost]
    public async Task A_safe_request_from_another_origin_gets_no_CORS_headers(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        string[] headers = [cookie, "Sec-Fetch-Site: cross-site", "Origin: https://evil.example"];

        foreach (var response in (RawResponse[])[
            await service.SendAsync("GET /lessons/completed", headers),
            await service.SendAsync("HEAD /lessons", headers),
            await service.SendAsync("OPTIONS /lessons", [.. headers, "Access-Control-Request-Method: GET"])])
        {
            Assert.InRange(response.Status, 200, 204);
            HasNoCors(response);
            Assert.Null(response.Header("Vary"));
        }
    }

    [Theory, EveryHost]
    public async Task The_origin_check_comes_after_routing_and_before_the_session_check(string host)
    {
        var service = await hosts.GetAsync(host);
        string[] evil = ["Origin: https://evil.example"];

        Answer.IsError(404, "Not found", await service.SendAsync("POST /nope", evil));
        Answer.IsError(405, "Method not allowed", await service.SendAsync("DELETE /login", evil));
        Answer.IsError(403, "Cross-origin request refused", await service.SendAsync("POST /lessons/%2F/mark-complete", evil, new string('x', 64 * 1024 + 1)));
    }

    [Theory, EveryHost]
    public async Task Marks_from_an_allowed_origin_return_200_with_CORS_headers(string host)
    {
        var service = await hosts.GetCourseAsync(host);
        var cookie = await service.LoginAsync(Some.User());

        foreach (var site in (string[])["same-site", "cross-site"])
        {
            var response = await service.SendAsync(Mark, [cookie, FrontEnd, "Sec-Fetch-Site: " + site]);
            Assert.Equal(200, response.Status);
            HasCors(response);
        }

        HasCors(await service.SendAsync("GET /lessons", [cookie, FrontEnd, "Sec-Fetch-Site: same-site"]));
        HasCors(await service.SendAsync("POST /login?userId=" + Some.User(), [FrontEnd])); // Some browsers send no Sec-Fetch-Site.
    }

    [Theory, EveryHost]
    public async Task Error_responses_to_an_allowed_origin_have_CORS_headers(string host)
    {
        var service = await hosts.GetCourseAsync(host);

        foreach (var (line, status) in ((string, int)[])[("GET /lessons", 403), ("GET /nope", 404), ("PUT /lessons", 405), ("POST /login", 400)])
        {
            var response = await service.SendAsync(line, [FrontEnd]);
            Assert.Equal(status, response.Status);
            HasCors(response);
        }
    }

    [Theory]
    [EveryHost("/lessons/intro/mark-complete", "POST, DELETE, OPTIONS")]
    [EveryHost("/lessons", "GET, HEAD, OPTIONS")]
    public async Task A_preflight_of_an_allowed_origin_allows_methods_and_tracing_headers(string host, string path, string methods)
    {
        var service = await hosts.GetCourseAsync(host);

        var response = await service.SendAsync("OPTIONS " + path, [FrontEnd, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: baggage,content-type,sentry-trace,traceparent", "Sec-Fetch-Site: same-site"]);

        Assert.Equal((204, ""), (response.Status, response.Body));
        Assert.Equal((Some.FrontEnd, "true", "Origin"), (response.Header("Access-Control-Allow-Origin"), response.Header("Access-Control-Allow-Credentials"), response.Header("Vary")));
        Assert.Equal((methods, "Content-Type, baggage, sentry-trace, traceparent, tracestate", "600"), (response.Header("Access-Control-Allow-Methods"), response.Header("Access-Control-Allow-Headers"), response.Header("Access-Control-Max-Age")));
        Answer.HasStandardHeaders(response);
    }

    [Theory]
    [EveryHost("Origin: https://evil.example")]
    [EveryHost("Origin: null")]
    [EveryHost("Origin: http://app.example.com")]
    [EveryHost("Origin: https://app.example.com:8443")]
    [EveryHost("Origin: https://app.example.com.evil.example")]
    [EveryHost("Origin: https://other.example, https://app.example.com")]
    [EveryHost("Origin: https://APP.example.com")]
    public async Task An_origin_that_is_not_allowed_gets_no_CORS_headers(string host, string origin)
    {
        var service = await hosts.GetCourseAsync(host);
        var cookie = await service.LoginAsync(Some.User());

        Answer.IsError(403, "Cross-origin request refused", await service.SendAsync(Mark, [cookie, origin]));
        foreach (var line in (string[])[Mark, "GET /lessons", "OPTIONS /lessons", "GET /nope"])
        {
            var response = await service.SendAsync(line, [cookie, origin, "Access-Control-Request-Method: POST"]);
            HasNoCors(response);
            Assert.Equal("Origin", response.Header("Vary"));
        }
    }

    private static void HasCors(RawResponse response)
    {
        Assert.Equal((Some.FrontEnd, "true", "Origin"), (response.Header("Access-Control-Allow-Origin"), response.Header("Access-Control-Allow-Credentials"), response.Header("Vary")));
        Assert.Equal("X-Request-Id, Retry-After", response.Header("Access-Control-Expose-Headers"));
    }

    private static void HasNoCors(RawResponse response) =>
        Assert.DoesNotContain(response.Headers, header => header.Name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
}
