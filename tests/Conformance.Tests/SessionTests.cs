using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class SessionTests(HostPool hosts)
{
    private const string Completed = "GET /lessons/completed";
    private const string Mark = "POST /lessons/123/mark-complete";
    private const string Name = Some.CookieName;
    private const string Unknown = Some.UnknownSession;

    [Theory, HostCase]
    [EveryHost]
    [EveryHost($"Cookie: {Name}=")]
    [EveryHost($"Cookie: {Name}={Unknown}")]
    [EveryHost($"Cookie: {Name}=*")]
    [EveryHost($"Cookie: {Name}={Unknown}x")]
    [EveryHost($"Cookie: {Name}=zzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [EveryHost($"Cookie: {Name}=../../../lessons:lambros/////")]
    [EveryHost($"Cookie: {Name}")]
    [EveryHost("Cookie: ;;=;, ,=x")]
    [EveryHost("Cookie:")]
    public async Task A_request_without_a_known_session_returns_403(string host, params string[] cookies)
    {
        var service = await hosts.GetAsync(host);

        Answer.IsForbidden(await service.SendAsync(Completed, cookies));
        Answer.IsForbidden(await service.SendAsync(Mark, cookies));
    }

    [Theory, HostCase]
    [EveryHost("Cookie: {0}")]
    [EveryHost("cookie: a=b; {0}; c=d")]
    [EveryHost("Cookie: a=b;{0};c=d")]
    [EveryHost("Cookie: a=b, {0}")]
    [EveryHost("Cookie: a=b,{0},c=d")]
    [EveryHost("Cookie: broken; {0}")]
    [EveryHost("Cookie: {0}; xxx_session_id=other")]
    [EveryHost("Cookie: XXX_SESSION_ID=other; {0}")]
    [EveryHost("Cookie: a=b\r\nCookie: {0}")]
    public async Task The_session_cookie_is_found_among_other_cookies(string host, string header)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await NewSessionAsync();

        var response = await service.SendAsync(Completed, [header.Replace("{0}", cookie, StringComparison.Ordinal)]);

        Answer.IsJson(200, """{"Lessons":{}}""", response);
    }

    [Theory, HostCase, EveryHost]
    public async Task A_quoted_session_cookie_is_accepted(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = (await NewSessionAsync()).Replace("=", "=\"", StringComparison.Ordinal) + '"';

        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, ["Cookie: " + cookie]));
    }

    // A server should not rely on the order of cookies (RFC 6265, 4.2.2). Therefore the service tries several session cookies.
    [Theory, HostCase]
    [EveryHost("Cookie: {name}=; {live}")]
    [EveryHost("Cookie: {name}=garbage; {live}")]
    [EveryHost("Cookie: {dead}; {live}")]
    [EveryHost("Cookie: {dead}, {live}")]
    [EveryHost("Cookie: {dead}\r\nCookie: {live}")]
    [EveryHost("Cookie: {live}; {dead}")]
    [EveryHost("Cookie: {dead}; {name}=x; {dead2}; {dead}; {live}")]
    public async Task A_valid_session_is_found_among_ended_ones_and_logout_ends_it(string host, string header)
    {
        var service = await hosts.GetAsync(host);
        var live = await NewSessionAsync();
        string[] headers = [header.Replace("{live}", live, StringComparison.Ordinal).Replace("{dead}", $"{Name}={Unknown}", StringComparison.Ordinal).Replace("{dead2}", $"{Name}=0ujtsYcgvSTl8PAuAdqWYSMnLOu", StringComparison.Ordinal).Replace("{name}", Name, StringComparison.Ordinal)];

        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, headers));
        Assert.Equal(204, (await service.SendAsync("POST /logout", headers)).Status);
        Answer.IsForbidden(await service.SendAsync(Completed, ["Cookie: " + live]));
    }

    [Theory, EveryHost]
    public async Task A_fourth_session_cookie_is_ignored(string host)
    {
        var service = await hosts.GetAsync(host);
        var live = await NewSessionAsync();
        var dead = string.Join("; ", Enumerable.Range(1, 3).Select(i => $"{Name}=0ujtsYcgvSTl8PAuAdqWYSMnLO{i}"));

        Answer.IsForbidden(await service.SendAsync(Completed, [$"Cookie: {dead}; {live}"]));
    }

    [Theory, EveryHost]
    public async Task An_expired_session_returns_403_and_is_not_restored(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        var key = "session:" + cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [cookie]));

        await hosts.Redis.KeyExpireAsync(key, TimeSpan.FromMilliseconds(50));
        await Eventually.HoldsAsync("the session expires", async () => !await hosts.Redis.KeyExistsAsync(key));

        Answer.IsForbidden(await service.SendAsync(Completed, [cookie]));
        Assert.False(await hosts.Redis.KeyExistsAsync(key));
    }

    [Theory, EveryHost]
    public async Task Use_in_mode_open_does_not_extend_a_session(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        var key = "session:" + cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..];
        await hosts.Redis.KeyExpireAsync(key, TimeSpan.FromSeconds(600));

        await service.SendAsync(Completed, [cookie]);
        await service.SendAsync(Mark, [cookie]);

        Assert.InRange((await hosts.Redis.KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 0, 600);
    }

    // A platform either refuses so large a header with 431 before our code runs, or passes the header on. Our code then treats the
    // cookie as an invalid session id.
    [Theory, HostCase, EveryHost]
    public async Task A_cookie_of_1_MB_returns_403_or_431_and_the_next_request_is_served(string host)
    {
        var service = await hosts.GetAsync(host);
        var cookie = await service.LoginAsync(Some.User());

        using (var connection = await service.ConnectAsync())
        {
            var sending = connection.SendAsync($"{Completed} HTTP/1.1\r\nHost: localhost\r\nCookie: {Name}={new string('x', 1_000_000)}\r\n\r\n");
            Assert.Contains((await connection.ReadAsync()).Status, new[] { 403, 431 });
            await Record.ExceptionAsync(() => sending); // The server may have closed the connection before it read the whole request.
        }

        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [cookie]));
    }

    /// <summary>Stores a session as the article's program does, and returns its cookie.</summary>
    private async Task<string> NewSessionAsync()
    {
        var id = "0" + Guid.NewGuid().ToString("N")[..26];
        await hosts.Redis.StringSetAsync("session:" + id, Some.User(), TimeSpan.FromHours(1));
        return $"{Name}={id}";
    }
}
