using System.Globalization;
using System.Text.Json;
using Lessons.TestKit;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Portable.Http;
using Portable.Redis;
using Xunit;

namespace Lessons.Tests;

public sealed class AppTests
{
    private static readonly StoreException Fault = new(new TimeoutException("too slow"));

    private readonly AppUnderTest _app = new();

    [Fact]
    public async Task A_login_whose_session_cannot_be_stored_returns_500_without_a_cookie()
    {
        _app.Sessions.CreateAsync(default!, default!, default, default).ThrowsAsyncForAnyArgs(Fault);

        var response = await _app.SendAsync(AppUnderTest.Request("GET", "/login") with { Query = "userId=x" });

        AssertError(500, "We could not create your session", response);
        Assert.Empty(response.Cookies);
        AssertLogged("reason", "too slow");
    }

    [Theory]
    [InlineData("GET", "/lessons/completed")]
    [InlineData("GET", "/lessons")]
    [InlineData("POST", "/lessons/123/mark-complete")]
    [InlineData("DELETE", "/lessons/123/mark-complete")]
    public async Task A_session_that_cannot_be_looked_up_returns_500(string method, string path)
    {
        _app.Sessions.FindUserAsync(default!, default).ThrowsAsyncForAnyArgs(Fault);

        AssertError(500, "We could not validate the provided session ID", await _app.SendAsync(AppUnderTest.UserRequest(method, path)));
        AssertLogged("reason", "too slow");
        Assert.Empty(_app.Progress.ReceivedCalls());
    }

    [Theory]
    [InlineData("/lessons")]
    [InlineData("/lessons/completed")]
    public async Task Lessons_that_cannot_be_loaded_return_500(string path)
    {
        _app.Progress.GetCompletedAsync(default!, default).ThrowsAsyncForAnyArgs(Fault);

        AssertError(500, "We could not load your lessons...", await _app.SendAsync(AppUnderTest.UserRequest("GET", path)));
        AssertLogged("reason", "too slow");
    }

    [Fact]
    public async Task A_completed_lesson_that_cannot_be_undone_returns_500()
    {
        _app.Progress.UndoCompleteAsync(default!, default!, default).ThrowsAsyncForAnyArgs(Fault);

        AssertError(500, "We could not save your progression...", await _app.SendAsync(AppUnderTest.UserRequest("DELETE", "/lessons/1/mark-complete")));
        AssertLogged("reason", "too slow");
    }

    [Fact]
    public async Task A_completed_lesson_that_cannot_be_saved_returns_500()
    {
        _app.Progress.MarkCompleteAsync(default!, default!, default!, default).ThrowsAsyncForAnyArgs(Fault);

        AssertError(500, "We could not save your progression...", await _app.SendAsync(AppUnderTest.UserRequest("POST", "/lessons/1/mark-complete")));
        AssertLogged("reason", "too slow");
    }

    [Fact]
    public async Task A_handler_that_throws_returns_500_and_only_the_log_has_the_detail()
    {
        _app.Progress.GetCompletedAsync(default!, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("the detail"));

        AssertError(500, "Internal server error", await _app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed")));
        AssertLogged("exception", "the detail");
    }

    [Fact]
    public async Task A_request_whose_deadline_passes_returns_503()
    {
        using var deadline = new CancellationTokenSource();
        _app.Progress.GetCompletedAsync(default!, default).ThrowsAsyncForAnyArgs(call =>
        {
            deadline.Cancel();
            return new OperationCanceledException(call.Arg<CancellationToken>());
        });

        AssertError(503, "Out of time", await _app.Handler(AppUnderTest.UserRequest("GET", "/lessons/completed"), deadline.Token));
    }

    [Fact]
    public async Task A_handler_that_throws_TaskCanceledException_by_itself_returns_500()
    {
        _app.Progress.GetCompletedAsync(default!, default).ThrowsAsyncForAnyArgs(new TaskCanceledException("by itself"));

        AssertError(500, "Internal server error", await _app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u3000")]
    public async Task A_session_with_a_blank_user_returns_403(string userId)
    {
        _app.Sessions.FindUserAsync(AppUnderTest.SessionId, Arg.Any<CancellationToken>()).Returns(userId);

        Assert.Equal((403, "{}"), StatusAndText(await _app.SendAsync(AppUnderTest.UserRequest("GET", "/lessons/completed"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not-a-ksuid")]
    [InlineData("aWgEPTl1tmebfsQzFP4bxwgy80W")]
    public async Task A_malformed_session_id_returns_403_without_a_store_call(string id)
    {
        var request = AppUnderTest.Request("GET", "/lessons/completed", new Header("Cookie", "xxx_session_id=" + id));

        Assert.Equal((403, "{}"), StatusAndText(await _app.SendAsync(request)));
        Assert.Empty(_app.Sessions.ReceivedCalls());
    }

    [Fact]
    public async Task A_cookie_of_1_MB_returns_403_without_a_store_call()
    {
        var request = AppUnderTest.Request("GET", "/lessons/completed", new Header("Cookie", "xxx_session_id=" + new string('x', 1 << 20)));

        Assert.Equal(403, (await _app.SendAsync(request)).Status);
        Assert.Empty(_app.Sessions.ReceivedCalls());
    }

    [Fact]
    public async Task POST_mark_complete_stores_the_slug_and_the_UTC_time_in_seconds()
    {
        _app.Time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(3), "test", "test"));

        var response = await _app.SendAsync(AppUnderTest.UserRequest("POST", "/lessons/123/mark-complete"));

        Assert.Equal((200, """{"LessonSlug":"123","LastCompleted":"2022-10-11T23:01:14Z"}"""), StatusAndText(response));
        await _app.Progress.Received(1).MarkCompleteAsync("lambros", "123", "2022-10-11T23:01:14Z", Arg.Any<CancellationToken>());
    }

    // A correction can move a clock forwards or backwards. A clock that was never set shows 1970.
    [Theory]
    [InlineData("2022-10-11T22:00:00Z")]
    [InlineData("2022-10-12T03:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("2200-01-01T00:00:00Z")]
    public async Task After_a_clock_jump_a_mark_has_the_new_time_and_a_login_succeeds(string now)
    {
        _app.Time.AdjustTime(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

        var marked = await _app.SendAsync(AppUnderTest.UserRequest("POST", "/lessons/123/mark-complete"));
        var login = await _app.SendAsync(AppUnderTest.Request("GET", "/login") with { Query = "userId=x" });

        Assert.Equal((200, $$"""{"LessonSlug":"123","LastCompleted":"{{now}}"}"""), StatusAndText(marked));
        Assert.Equal(307, login.Status);
        Assert.True(Ksuid.IsWellFormed(Assert.Single(login.Cookies).Value));
        Assert.All(_app.Log.TrimEnd('\n').Split('\n'), line => Assert.Equal(0, JsonDocument.Parse(line).RootElement.GetProperty("milliseconds").GetDouble()));
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("%C2%85")]
    public async Task A_slug_with_a_control_character_returns_400_and_is_not_stored(string slug)
    {
        AssertError(400, "Invalid lessonSlug", await _app.SendAsync(AppUnderTest.UserRequest("POST", $"/lessons/{slug}/mark-complete")));
        Assert.Empty(_app.Progress.ReceivedCalls());
    }

    [Fact]
    public async Task The_session_cookie_is_Secure_only_if_the_request_came_by_https()
    {
        var login = AppUnderTest.Request("GET", "/login") with { Query = "userId=x" };

        var http = Assert.Single((await _app.SendAsync(login)).Cookies);
        var https = Assert.Single((await _app.SendAsync(login with { IsHttps = true })).Cookies);

        Assert.Equal($"xxx_session_id={http.Value}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax", http.ToString());
        Assert.Equal($"xxx_session_id={https.Value}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure", https.ToString());
        Assert.NotEqual(http.Value, https.Value);
    }

    [Theory]
    [InlineData("GET", "/login")]
    [InlineData("GET", "/nope")]
    [InlineData("GET", "/%zz")]
    [InlineData("PUT", "/login")]
    [InlineData("OPTIONS", "/login")]
    [InlineData("GET", "/lessons/completed")]
    public async Task A_response_has_HSTS_for_a_year_only_by_https(string method, string path)
    {
        var request = AppUnderTest.Request(method, path) with { Query = "userId=x" };

        Assert.Null((await _app.SendAsync(request)).Headers.First("Strict-Transport-Security"));
        Assert.Equal(["max-age=31536000"], (await _app.SendAsync(request with { IsHttps = true })).Headers.All("Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_log_line_of_a_request_has_its_data_and_not_its_query()
    {
        await _app.SendAsync(AppUnderTest.Request("GET", "/nope\n") with { Query = "userId=lambros", RemoteAddress = "192.0.2.1" });

        var line = JsonDocument.Parse(_app.Log).RootElement;
        Assert.Equal("2022-10-11T23:01:14.999Z", line.GetProperty("timestamp").GetString());
        Assert.Equal("INFO", line.GetProperty("level").GetString());
        Assert.Equal("GET", line.GetProperty("method").GetString());
        Assert.Equal("/nope\n", line.GetProperty("path").GetString());
        Assert.Equal(404, line.GetProperty("status").GetInt32());
        Assert.Equal(0, line.GetProperty("milliseconds").GetDouble());
        Assert.Equal("192.0.2.1", line.GetProperty("remoteAddress").GetString());
        Assert.Equal("request-1", line.GetProperty("requestId").GetString());
        Assert.DoesNotContain("lambros", _app.Log, StringComparison.Ordinal);
    }

    private static (int Status, string Text) StatusAndText(AppResponse response) => (response.Status, AppUnderTest.Text(response));

    private static void AssertError(int status, string message, AppResponse response)
    {
        Assert.Equal((status, ErrorBody.Of(message)), StatusAndText(response));
        Assert.Equal("application/json; charset=utf-8", response.ContentType);
        Assert.Equal(
            [
                new("Cache-Control", "no-store"),
                new("X-Content-Type-Options", "nosniff"),
                new("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"),
                new("Cross-Origin-Resource-Policy", "same-origin"),
                new("Referrer-Policy", "no-referrer"),
                new("X-Request-Id", "request-1"),
            ],
            response.Headers);
    }

    private void AssertLogged(string field, string detail)
    {
        var line = JsonDocument.Parse(_app.Log.Split('\n')[0]).RootElement;
        Assert.Equal("ERROR", line.GetProperty("level").GetString());
        Assert.Equal("request-1", line.GetProperty("requestId").GetString());
        Assert.Contains(detail, line.GetProperty(field).GetString(), StringComparison.Ordinal);
    }
}
