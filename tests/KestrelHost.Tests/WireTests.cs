using System.Text;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Checks what Kestrel does with HTTP on its own sockets: request targets, chunks, incomplete bodies and forwarding headers.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private EmbeddedRedisServer? _redis;
    private RunningHost? _service;

    public async ValueTask InitializeAsync()
    {
        _redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        _service = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        _redis!.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("GET http://localhost/login?userId=x", 307)]
    [InlineData("GET http://localhost/lessons/%2e%2e/mark-complete", 405)]
    [InlineData("GET http://localhost", 200)]
    [InlineData("OPTIONS *", 400)]
    public async Task An_absolute_target_is_routed_and_the_asterisk_target_returns_400(string line, int status) =>
        Assert.Equal(status, (await _service!.SendAsync(line)).Status);

    [Fact]
    public async Task A_login_with_a_chunked_body_returns_303()
    {
        using var connection = await _service!.ConnectAsync();
        await connection.SendAsync("POST /login HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nuser\r\n4\r\nId=x\r\n0\r\n\r\n");

        Assert.Equal(303, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_chunked_body_above_the_limit_returns_413()
    {
        using var connection = await _service!.ConnectAsync();
        var chunk = new string('x', 0x8000);
        await connection.SendAsync($"POST /login HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\n{chunk}\r\n8000\r\n{chunk}\r\n1\r\nx\r\n0\r\n\r\n");

        var response = await connection.ReadAsync();

        Assert.Equal((413, ErrorBody.Of("Body too large")), (response.Status, response.Body.TrimEnd('\n')));
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("fffffffff")]
    [InlineData("80000000")]
    public async Task A_malformed_chunk_returns_400_and_logs_one_information_line(string size)
    {
        using var connection = await _service!.ConnectAsync();
        await connection.SendAsync($"POST /login HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n");

        Assert.Equal((400, ErrorBody.Of("Malformed request")), ((await connection.ReadAsync()) is var answer ? answer.Status : 0, answer.Body.TrimEnd('\n')));
        await AssertIsOneLineOfInformationAsync();
    }

    [Fact]
    public async Task A_body_that_arrives_too_slowly_returns_408()
    {
        using var connection = await _service!.ConnectAsync();
        await connection.SendAsync("POST /login HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\nContent-Length: 10\r\n\r\nuser");

        Assert.Equal((408, ErrorBody.Of("The body came too slowly")), ((await connection.ReadAsync()) is var answer ? answer.Status : 0, answer.Body.TrimEnd('\n')));
        await AssertIsOneLineOfInformationAsync(408);
    }

    [Theory]
    [InlineData(0xe9)]
    [InlineData(0xff)]
    public async Task A_cookie_that_is_not_UTF_8_is_ignored(byte stray)
    {
        var cookie = await _service!.LoginAsync("x");
        using var connection = await _service!.ConnectAsync();

        await connection.SendAsync((byte[])[.. "GET /lessons/completed HTTP/1.1\r\nHost: h\r\nCookie: a="u8, stray, .. "\r\n"u8, .. Encoding.ASCII.GetBytes(cookie), .. "\r\n\r\n"u8]);
        Assert.Equal(200, (await connection.ReadAsync()).Status);
        await connection.SendAsync((byte[])[.. "GET /lessons/completed HTTP/1.1\r\nHost: h\r\nCookie: xxx_session_id="u8, stray, .. "\r\n\r\n"u8]);
        Assert.Equal(403, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_disconnect_within_a_body_is_logged_as_one_information_line()
    {
        using (var connection = await _service!.ConnectAsync())
            await connection.SendAsync("POST /login HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nuser");

        await AssertIsOneLineOfInformationAsync();
        Assert.Equal(307, (await _service.SendAsync("GET /login?userId=x")).Status);
    }

    [Fact]
    public async Task A_client_that_disconnects_while_Redis_is_slow_is_logged_as_499()
    {
        using var proxy = TcpProxy.Start(_redis!.Port);
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(_folder.Path, ("UPSTASH_REDIS_URL", proxy.Url));
        var cookie = await service.LoginAsync("x");
        proxy.Hold();
        using (var connection = await service.ConnectAsync())
            await connection.SendAsync($"GET /lessons/completed HTTP/1.1\r\nHost: h\r\n{cookie}\r\n\r\n");

        var line = await service.Process.WaitForLineAsync("/lessons/completed");

        Assert.Contains("\"level\":\"INFO\"", line, StringComparison.Ordinal);
        Assert.Contains("\"status\":499", line, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", service.Output, StringComparison.Ordinal);
        proxy.Release();
    }

    [Fact]
    public async Task A_path_of_7001_characters_is_cut_to_1024_in_its_log_line()
    {
        await _service!.SendAsync("GET /" + new string('p', 7000));

        var line = await _service.Process.WaitForLineAsync("\"path\":\"/ppp");

        Assert.Contains($"\"message\":\"GET /{new string('p', 1023)}… 404\"", line, StringComparison.Ordinal);
        Assert.Contains($"\"path\":\"/{new string('p', 1023)}…\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_request_line_returns_400()
    {
        using var connection = await _service!.ConnectAsync();
        await connection.SendAsync("GET\r\n\r\n");

        Assert.Equal(400, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        using var connection = await _service!.ConnectAsync();
        await connection.SendAsync("HEAD /nope HTTP/1.1\r\nHost: h\r\n\r\nGET /login HTTP/1.1\r\nHost: h\r\n\r\nOPTIONS /login HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal(404, (await connection.ReadAsync(isHead: true)).Status);
        Assert.Equal(400, (await connection.ReadAsync()).Status);
        Assert.Equal(204, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task Forwarded_headers_are_used_only_with_TRUST_PROXY()
    {
        const string Line = "GET /login?userId=x";
        string[] headers = ["X-Forwarded-Proto: http, https", "X-Forwarded-For: 198.51.100.1, 203.0.113.7"];
        await using var trusting = await StartAsync(("TRUST_PROXY", "true"));

        Assert.DoesNotContain("Secure", (await _service!.SendAsync(Line, headers)).Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("\"remoteAddress\":\"127.0.0.1\"", await _service.Process.WaitForLineAsync("\"path\":\"/login\""), StringComparison.Ordinal);
        var secure = await trusting.SendAsync(Line, headers);
        Assert.EndsWith("; Secure", secure.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", secure.Header("Strict-Transport-Security"));
        Assert.Contains("\"remoteAddress\":\"203.0.113.7\"", await trusting.Process.WaitForLineAsync("\"path\":\"/login\""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nuser", false)]
    [InlineData("Content-Length: 100\r\n\r\nuser", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nuser", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nuser", true)]
    public async Task Thirty_disconnects_within_a_body_log_no_warning_and_no_error(string body, bool resets)
    {
        for (var i = 0; i < 30; i++)
        {
            using var connection = await _service!.ConnectAsync();
            await connection.SendAsync("POST /login HTTP/1.1\r\nHost: h\r\n" + body);
            if (resets)
                connection.Reset();
        }

        await _service!.FindLineAsync("\"path\":\"/login\"", "\"status\":4");
        _service.Process.Terminate();
        Assert.Equal(0, await _service.Process.WaitForExitAsync());
        Assert.DoesNotContain("\"level\":\"WARN\"", WithoutLoginMode(_service.Output), StringComparison.Ordinal);
        Assert.DoesNotContain("\"level\":\"ERROR\"", _service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SESSION_COOKIE_NAME_sets_the_name_of_the_session_cookie()
    {
        await using var service = await StartAsync(("SESSION_COOKIE_NAME", "sid"));
        var cookie = await service.LoginAsync("x");

        Assert.StartsWith("Cookie: sid=", cookie, StringComparison.Ordinal);
        Assert.Equal(200, (await service.SendAsync("GET /lessons/completed", [cookie])).Status);
    }

    private async Task AssertIsOneLineOfInformationAsync(int status = 400)
    {
        var line = await _service!.Process.WaitForLineAsync($"\"status\":{status}");
        Assert.Contains("\"level\":\"INFO\"", line, StringComparison.Ordinal);
        await _service.SendAsync("GET /nope"); // The log line of this request follows every log line of the invalid request.
        await _service.Process.WaitForLineAsync("\"path\":\"/nope\"");
        var lines = WithoutLoginMode(_service.Output).Split('\n');
        Assert.Single(lines, candidate => candidate.Contains($"\"status\":{status}", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, candidate => candidate.Contains("\"level\":\"WARN\"", StringComparison.Ordinal) || candidate.Contains("\"level\":\"ERROR\"", StringComparison.Ordinal));
    }

    // Removes the warning about LOGIN_MODE=open, which the server logs at its start.
    private static string WithoutLoginMode(string output) =>
        string.Join('\n', output.Split('\n').Where(line => !line.Contains("LOGIN_MODE", StringComparison.Ordinal)));

    private Task<RunningHost> StartAsync(params (string, string)[] settings) =>
        KestrelProgram.Deployed.StartServiceAsync(_folder.Path, [("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{_redis!.Port}"), .. settings]);
}
