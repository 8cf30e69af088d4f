using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

/// <summary>Another program has stored values of another type under the keys of the service.</summary>
public sealed class WrongTypeTests(HostPool hosts)
{
    [Theory, EveryHost]
    public async Task A_request_that_uses_a_Redis_key_of_the_wrong_type_returns_500(string host)
    {
        var service = await hosts.GetAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        await hosts.Redis.StringSetAsync("lessons:" + user, "not a hash");
        const string Id = "0ujsszwN8NRY24YaXiTIE2VWDTS";
        await hosts.Redis.KeyDeleteAsync("session:" + Id);
        await hosts.Redis.ListLeftPushAsync("session:" + Id, "not a string");

        Answer.IsError(500, "We could not load your lessons...", await service.SendAsync("GET /lessons/completed", [cookie]));
        Answer.IsError(500, "We could not save your progression...", await service.SendAsync("POST /lessons/123/mark-complete", [cookie]));
        Answer.IsError(500, "We could not validate the provided session ID", await service.SendAsync("GET /lessons/completed", [$"Cookie: {Some.CookieName}={Id}"]));
    }
}
