using System.Text.RegularExpressions;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed partial class LoginTests(HostPool hosts)
{
    private const string UrlEncoded = "Content-Type: application/x-www-form-urlencoded";
    private const string Json = "Content-Type: application/json";
    private const string Multipart = "Content-Type: multipart/form-data; boundary=AaB03x";

    [Theory, HostCase, EveryHost]
    public async Task GET_login_redirects_with_307_and_sets_the_session_cookie(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();

        var response = await service.SendAsync($"GET /login?userId={user}");

        Assert.Equal((307, ""), (response.Status, response.Body));
        await AssertIsLoginOfAsync(user, response);
    }

    [Theory, HostCase]
    [EveryHost(UrlEncoded, "userId={0}")]
    [EveryHost("Content-Type: Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a=b&userId={0}&c")]
    [EveryHost(Json, """{"userId":"{0}"}""")]
    [EveryHost("Content-Type: application/json; charset=utf-8", """ {"password":null,"userId":"{0}","remember":{"me":[true]}} """)]
    [EveryHost(Multipart, "--AaB03x\r\nContent-Disposition: form-data; name=\"userId\"\r\n\r\n{0}\r\n--AaB03x--\r\n")]
    [EveryHost("content-type: multipart/form-data; boundary=\"AaB03x\"", "preamble\r\n--AaB03x\r\ncontent-disposition: form-data; name=userId\r\nX-A: b\r\n\r\n{0}\r\n--AaB03x--")]
    public async Task POST_login_reads_the_user_from_the_body_and_redirects_with_303(string host, string contentType, string body)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();

        var response = await service.SendAsync("POST /login", [contentType], body.Replace("{0}", user, StringComparison.Ordinal));

        Assert.Equal((303, ""), (response.Status, response.Body));
        await AssertIsLoginOfAsync(user, response);
    }

    [Theory, HostCase]
    [EveryHost("POST /login?userId={0}", "", "")]
    [EveryHost("POST /login?userId={0}", UrlEncoded, "password=x")]
    [EveryHost("POST /login?userId={0}", "Content-Type: text/plain", "userId=other")]
    [EveryHost("POST /login?userId=other", UrlEncoded, "userId={0}")]
    [EveryHost("POST /login?userId=other", Json, """{"userId":"{0}"}""")]
    [EveryHost("POST /login", UrlEncoded, "userId={0}&userId=other")]
    [EveryHost("POST /login", Multipart, "--AaB03x\r\nContent-Disposition: form-data; name=\"userId\"; filename=\"f\"\r\n\r\nother\r\n--AaB03x\r\nContent-Disposition: form-data; name=\"userId\"\r\n\r\n{0}\r\n--AaB03x--")]
    [EveryHost("GET /login?userId={0}&userId=other", "", "")]
    [EveryHost("GET /login?x=%zz&userId=%ff&userId={0}", "", "")]
    [EveryHost("GET /login?userid=other&userId=++{0}%20%c2%a0", "", "")]
    public async Task The_body_precedes_the_query_and_the_first_valid_value_is_used(string host, string line, string contentType, string body)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        string Fill(string text) => text.Replace("{0}", user, StringComparison.Ordinal);

        var response = await service.SendAsync(Fill(line), contentType.Length > 0 ? [contentType] : [], body.Length > 0 ? Fill(body) : null);

        await AssertIsLoginOfAsync(user, response);
    }

    [Theory, HostCase]
    [EveryHost("userId=Jos%C3%A9+Mar%c3%ada", "José María")]
    [EveryHost("userId=%F0%9F%9A%80%2F%26%3d%25", "🚀/&=%")]
    public async Task A_userId_is_decoded_as_UTF_8(string host, string query, string user)
    {
        var service = await hosts.GetAsync(host);

        await AssertIsLoginOfAsync(user, await service.SendAsync($"GET /login?{query}"));
    }

    [Theory]
    [EveryHost("GET /login", "", "")]
    [EveryHost("GET /login?userId", "", "")]
    [EveryHost("GET /login?userId=", "", "")]
    [EveryHost("GET /login?UserId=x&userId", "", "")]
    [EveryHost("GET /login?userId=%20%09%0a+", "", "")]
    [EveryHost("GET /login?userId=%C2%A0%E2%80%83%E3%80%80", "", "")]
    [EveryHost("GET /login?userId=%zz", "", "")]
    [EveryHost("GET /login?userId=%ff%fe", "", "")]
    [EveryHost("POST /login", "", "")]
    [EveryHost("POST /login?userId=x", UrlEncoded, "userId=")]
    [EveryHost("POST /login?userId=x", Json, """{"userId":""}""")]
    [EveryHost("POST /login?userId=x", Json, """{"userId":null}""")]
    [EveryHost("POST /login?userId=x", Json, """{"userId":5}""")]
    [EveryHost("POST /login", Json, """{"USERID":"x"}""")]
    [EveryHost("POST /login", "Content-Type: text/plain", "userId=x")]
    public async Task Login_without_a_valid_userId_returns_400(string host, string line, string contentType, string body)
    {
        var service = await hosts.GetAsync(host);

        var response = await service.SendAsync(line, contentType.Length > 0 ? [contentType] : [], body.Length > 0 ? body : null);

        Answer.IsError(400, "Missing required userId", response);
        Assert.Null(response.Header("Set-Cookie"));
    }

    [Theory, HostCase]
    [EveryHost("a%00b")]
    [EveryHost("a%0Ab")]
    [EveryHost("a%7Fb")]
    [EveryHost("a%C2%85b")]
    public async Task A_userId_with_a_control_character_returns_400(string host, string userId)
    {
        var service = await hosts.GetAsync(host);

        Answer.IsError(400, "Invalid userId", await service.SendAsync($"GET /login?userId={userId}"));
    }

    [Theory, EveryHost]
    public async Task A_userId_of_200_bytes_is_accepted_and_a_longer_userId_returns_400(string host)
    {
        var service = await hosts.GetAsync(host);
        var longest = string.Concat(Enumerable.Repeat("%C3%A9", 100));

        await AssertIsLoginOfAsync(new string('é', 100), await service.SendAsync($"GET /login?userId={longest}"));
        Answer.IsError(400, "Invalid userId", await service.SendAsync($"GET /login?userId={longest}a"));
    }

    [Theory]
    [EveryHost(Json, "")]
    [EveryHost(Json, "[\"userId\"]")]
    [EveryHost(Json, "\"userId\"")]
    [EveryHost(Json, """{"userId":"x" """)]
    [EveryHost(Json, """{"userId":"x"}{}""")]
    [EveryHost(Json, """{"userId":"\ud800"}""")]
    [EveryHost(Multipart, "--AaB03x\r\nContent-Disposition: form-data; name=\"userId\"\r\n\r\nx\r\n")]
    [EveryHost(Multipart, "--AaB03x\r\nContent-Disposition: form-data; name=\"userId\"\r\n")]
    [EveryHost(Multipart, "")]
    [EveryHost("Content-Type: multipart/form-data", "--AaB03x--")]
    public async Task A_body_that_does_not_match_its_content_type_returns_400(string host, string contentType, string body)
    {
        var service = await hosts.GetAsync(host);

        Answer.IsError(400, "Malformed request", await service.SendAsync("POST /login?userId=x", [contentType], body));
    }

    [Theory, EveryHost]
    public async Task JSON_nested_10000_deep_returns_400(string host)
    {
        var service = await hosts.GetAsync(host);
        var body = $$"""{"userId":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""";

        Answer.IsError(400, "Malformed request", await service.SendAsync("POST /login", [Json], body));
    }

    [Theory, HostCase, EveryHost]
    public async Task JSON_that_is_not_UTF_8_returns_400(string host)
    {
        var service = await hosts.GetAsync(host);

        Answer.IsError(400, "Malformed request", await service.SendBytesAsync("POST /login", [Json], [.. "{\"userId\":\""u8, 0xff, .. "\"}"u8]));
    }

    [Theory, HostCase, EveryHost]
    public async Task A_body_of_64_KiB_is_accepted_and_a_larger_body_returns_413(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var body = $"userId={user}&fill=".PadRight(64 * 1024, 'x');

        await AssertIsLoginOfAsync(user, await service.SendAsync("POST /login", [UrlEncoded], body));
        Answer.IsError(413, "Body too large", await service.SendAsync("POST /login", [UrlEncoded], body + "x"));
    }

    [Theory, HostCase, EveryHost]
    public async Task A_body_of_3_MB_returns_413(string host)
    {
        var service = await hosts.GetAsync(host);

        Answer.IsError(413, "Body too large", await service.SendAsync("POST /login", [UrlEncoded], new string('x', 3_000_000)));
    }

    [Theory, HostCase, EveryHost]
    public async Task A_chunked_body_is_read(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        using var connection = await service.ConnectAsync();

        await connection.SendAsync($"POST /login HTTP/1.1\r\nHost: h\r\n{UrlEncoded}\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nuserId=\r\n{user.Length:x}\r\n{user}\r\n0\r\n\r\n");

        await AssertIsLoginOfAsync(user, await connection.ReadAsync());
    }

    // Kestrel (with TRUST_PROXY) and the Functions host take the scheme from the X-Forwarded-Proto that their front end sends.
    [Theory, HostCase, EveryHost]
    public async Task The_session_cookie_over_https_is_Secure(string host)
    {
        await using var service = await hosts.StartAsync(host, hosts.RedisPort, ("TRUST_PROXY", "true"), ("REDIS_TIMEOUT_MS", "30000"));

        var response = await service.SendAsync("GET /login?userId=x", ["X-Forwarded-Proto: https"]);

        Assert.Contains("secure", response.Header("Set-Cookie")!.Split("; "), StringComparer.OrdinalIgnoreCase);
    }

    [Theory, EveryHost]
    public async Task A_session_id_sent_by_the_client_is_not_adopted(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();

        var response = await service.SendAsync($"GET /login?userId={user}", [$"Cookie: {Some.CookieName}={Some.UnknownSession}"]);

        await AssertIsLoginOfAsync(user, response);
        Assert.False(await hosts.Redis.KeyExistsAsync("session:" + Some.UnknownSession));
    }

    /// <summary>Checks the redirect, the cookie with its attributes, and the session in Redis with its time to live.</summary>
    private async Task AssertIsLoginOfAsync(string user, RawResponse response)
    {
        Assert.True(response.Status is 303 or 307, response.ToString());
        Assert.Equal("/lessons/completed", response.Header("Location"));
        Assert.Equal("no-store", response.Header("Cache-Control"));
        Answer.HasStandardHeaders(response);

        var cookie = (response.Header("Set-Cookie") ?? "").Split("; ");
        var id = IdPattern().Match(cookie[0]);
        Assert.True(id.Success, response.Headers.ToString());
        // The order and the case of the attributes have no meaning (RFC 6265, 5.2). A platform may rewrite the attributes.
        Assert.Equal(["HttpOnly", "Max-Age=3600", "Path=/", "SameSite=Lax"], cookie[1..].Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        var key = "session:" + id.Groups["id"].Value;
        Assert.Equal(user, await hosts.Redis.StringGetAsync(key));
        Assert.InRange((await hosts.Redis.KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 3500, 3600);
    }

    [GeneratedRegex("^xxx_session_id=(?<id>[0-9A-Za-z]{27})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();
}
