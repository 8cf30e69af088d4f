using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class SessionLifeTests(HostPool hosts)
{
    private const string Completed = "GET /lessons/completed";

    [Theory, EveryHost]
    public async Task A_login_ends_the_old_session_and_adopts_no_id_from_the_cookie(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        var old = Account.Cookie(await service.RegisterAsync(user));
        await hosts.Redis.KeyDeleteAsync("session:" + Some.UnknownSession);

        var next = Account.Cookie(await service.LogInAsync(user, Some.Password, old));
        var last = Account.Cookie(await service.LogInAsync(user, Some.Password, $"Cookie: {Some.CookieName}={Some.UnknownSession}"));

        Answer.IsForbidden(await service.SendAsync(Completed, [old]));
        Answer.IsForbidden(await service.SendAsync(Completed, [$"Cookie: {Some.CookieName}={Some.UnknownSession}"]));
        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [last]));
        // Both session ids may begin with the same second, so their order is not fixed.
        Assert.Equivalent(new[] { Account.SessionId(next), Account.SessionId(last) }, await IndexAsync(user), strict: true);
    }

    [Theory, EveryHost]
    public async Task A_failed_login_does_not_end_the_session(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        var cookie = Account.Cookie(await service.RegisterAsync(user));

        Assert.Equal(403, (await service.LogInAsync(user, "a wrong one", cookie)).Status);

        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [cookie]));
    }

    [Theory, EveryHost]
    public async Task After_logout_a_request_with_the_old_cookie_returns_403(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        var cookie = Account.Cookie(await service.RegisterAsync(user));

        AssertLoggedOut(await service.SendAsync("POST /logout", [cookie]));

        Answer.IsForbidden(await service.SendAsync(Completed, [cookie]));
        Assert.False(await hosts.Redis.KeyExistsAsync("session:" + Account.SessionId(cookie)));
        Assert.Empty(await IndexAsync(user));
    }

    [Theory, HostCase, EveryHost]
    public async Task Logout_in_mode_open_ends_the_session(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());

        AssertLoggedOut(await service.SendAsync("POST /logout", [cookie]));

        Answer.IsForbidden(await service.SendAsync(Completed, [cookie]));
    }

    [Theory]
    [EveryHost]
    [EveryHost($"Cookie: {Some.CookieName}=not-an-id")]
    [EveryHost($"Cookie: {Some.CookieName}=0ujtsYcgvSTl8PAuAdqWYSMnLOw")]
    public async Task Logout_without_a_session_returns_204(string host, params string[] cookies)
    {
        var service = await hosts.GetWithPasswordsAsync(host);

        AssertLoggedOut(await service.SendAsync("POST /logout", cookies));
        AssertLoggedOut(await service.SendAsync("POST /logout-everywhere", cookies));
    }

    [Theory, EveryHost]
    public async Task Logout_everywhere_ends_every_session_of_the_user_and_no_other(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var (user, other) = (Some.User(), Some.User());
        string[] cookies = [Account.Cookie(await service.RegisterAsync(user)), Account.Cookie(await service.LogInAsync(user))];
        var others = Account.Cookie(await service.RegisterAsync(other));

        AssertLoggedOut(await service.SendAsync("POST /logout-everywhere", [cookies[1]]));

        foreach (var cookie in cookies)
            Answer.IsForbidden(await service.SendAsync(Completed, [cookie]));
        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [others]));
        Assert.Empty(await IndexAsync(user));
    }

    [Theory, EveryHost]
    public async Task Concurrent_logins_above_MAX_SESSIONS_end_the_oldest_sessions(string host)
    {
        await using var service = await hosts.StartWithPasswordsAsync(host, ("MAX_SESSIONS", "2"), ("SESSION_TTL", "600"));
        var browser = service.From(Some.Address());
        var user = Some.User();
        var first = Account.Cookie(await browser.RegisterAsync(user));

        var logins = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.LogInAsync(user)));

        Answer.IsForbidden(await browser.SendAsync(Completed, [first]));
        var answers = await Task.WhenAll(logins.Select(login => browser.SendAsync(Completed, [Account.Cookie(login)])));
        Assert.Equal([200, 200, 403, 403, 403], answers.Select(answer => answer.Status).Order());
        Assert.Equal(2, (await IndexAsync(user)).Length);
        // The time to live of the index is 600 s plus at most 1 s, because it is rounded up to whole seconds.
        Assert.InRange((await hosts.Redis.KeyTimeToLiveAsync("sessions:" + user))!.Value.TotalSeconds, 500, 601);
    }

    [Theory, EveryHost]
    public async Task Use_extends_a_session_by_the_idle_time_out_but_not_beyond_its_end(string host)
    {
        await using var service = await hosts.StartWithPasswordsAsync(host, ("SESSION_TTL", "1000"), ("SESSION_IDLE_TTL", "600"));
        var response = await service.From(Some.Address()).RegisterAsync(Some.User());
        var cookie = Account.Cookie(response);
        var key = "session:" + Account.SessionId(cookie);

        Assert.Contains("max-age=1000", response.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        Assert.InRange((await hosts.Redis.KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 500, 600);
        await hosts.Redis.KeyExpireAsync(key, TimeSpan.FromSeconds(100));
        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [cookie]));
        Assert.InRange((await hosts.Redis.KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 500, 600);

        const string OfThePast = "0ujzPyRiIAffKhBux4PvQdDqMHY"; // The time in this example of the KSUID format is in October 2017, so the session has exceeded SESSION_TTL.
        await hosts.Redis.StringSetAsync("session:" + OfThePast, Some.User(), TimeSpan.FromHours(1));
        Answer.IsForbidden(await service.SendAsync(Completed, [$"Cookie: {Some.CookieName}={OfThePast}"]));
    }

    [Theory, EveryHost]
    public async Task A_session_cookie_with_the_prefix_Host_is_always_Secure(string host)
    {
        await using var service = await hosts.StartWithPasswordsAsync(host, ("SESSION_COOKIE_NAME", "__Host-id"));

        var registered = await service.From(Some.Address()).RegisterAsync(Some.User());
        var cookie = Account.Cookie(registered);

        var attributes = registered.Header("Set-Cookie")!.Split("; ")[1..].Order(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["HttpOnly", "Max-Age=3600", "Path=/", "SameSite=Lax", "Secure"], attributes, StringComparer.OrdinalIgnoreCase);
        Assert.StartsWith("Cookie: __Host-id=", cookie, StringComparison.Ordinal);
        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [cookie]));
    }

    [Theory, EveryHost]
    public async Task A_failed_logout_returns_500_and_keeps_the_cookie(string host)
    {
        var service = await hosts.GetWithoutRedisAsync(host);

        foreach (var path in new[] { "/logout", "/logout-everywhere" })
        {
            var response = await service.SendAsync("POST " + path, [$"Cookie: {Some.CookieName}={Some.UnknownSession}"]);
            Answer.IsError(500, "We could not end your session", response);
            Assert.Null(response.Header("Set-Cookie"));
        }
    }

    private static void AssertLoggedOut(RawResponse response)
    {
        Assert.Equal((204, ""), (response.Status, response.Body));
        var cookie = (response.Header("Set-Cookie") ?? "").Split("; ");
        Assert.Equal(Some.CookieName + "=", cookie[0]);
        Assert.Equal(["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Lax"], cookie[1..].Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Answer.HasStandardHeaders(response);
    }

    private async Task<string[]> IndexAsync(string user) =>
        [.. (await hosts.Redis.SortedSetRangeByRankAsync("sessions:" + user)).Select(id => id.ToString()).Order(StringComparer.Ordinal)];
}
