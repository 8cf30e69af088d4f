using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class SessionStateTests(HostPool hosts)
{
    [Theory, EveryHost]
    public async Task GET_session_returns_the_user_of_the_session_or_null(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);

        Answer.IsJson(200, State(user), await service.SendAsync("GET /session", [cookie]));
        Assert.Equal((200, ""), ((await service.SendAsync("HEAD /session", [cookie])) is var head ? head.Status : 0, head.Body));
        Answer.IsJson(200, State(null), await service.SendAsync("GET /session"));
        Answer.IsJson(200, State(null), await service.SendAsync("GET /session", [$"Cookie: {Some.CookieName}={Some.UnknownSession}"]));
        Answer.IsJson(200, State(user), await service.SendAsync("GET /session", [$"Cookie: {Some.CookieName}={Some.UnknownSession}; {cookie[8..]}"]));
    }

    [Theory, EveryHost]
    public async Task GET_session_in_mode_password_returns_the_registration_mode(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);

        Answer.IsJson(200, """{"LoginMode":"password","Registration":"open","UserId":null}""", await service.SendAsync("GET /session"));
    }

    private static string State(string? user) => $$"""{"LoginMode":"open","Registration":"closed","UserId":{{(user is null ? "null" : $"\"{user}\"")}}}""";
}
