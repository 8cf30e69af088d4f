using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class FaultTests(HostPool hosts)
{
    private const string Completed = "GET /lessons/completed";
    private const string Mark = "POST /lessons/123/mark-complete";
    private const string LookupFailed = "We could not validate the provided session ID";
    private const string CreateFailed = "We could not create your session";

    [Theory, EveryHost]
    public async Task Responses_without_Redis_follow_the_contract_and_the_service_recovers(string host)
    {
        using var proxy = TcpProxy.Start(hosts.RedisPort);
        proxy.IsRefusing = true;
        await using var service = await hosts.StartAsync(host, proxy.Port);
        string[] unknown = [$"Cookie: {Some.CookieName}={Some.UnknownSession}"];

        var login = await service.SendAsync("GET /login?userId=x");
        Answer.IsError(500, CreateFailed, login);
        Assert.Null(login.Header("Set-Cookie"));
        Answer.IsError(500, LookupFailed, await service.SendAsync(Completed, unknown));
        Answer.IsError(500, LookupFailed, await service.SendAsync(Mark, unknown));
        Answer.IsForbidden(await service.SendAsync(Completed));
        Answer.IsError(404, "Not found", await service.SendAsync("GET /nope"));

        proxy.IsRefusing = false;
        await RecoversAsync(service);
    }

    [Theory, EveryHost]
    public async Task A_mark_after_a_cut_of_the_Redis_connection_returns_200(string host)
    {
        var (proxy, service) = await hosts.GetWithProxyAsync(host);
        var cookie = await service.LoginAsync(Some.User());

        for (var i = 0; i < 20; i++)
        {
            proxy.Cut();
            Assert.Equal(200, (await service.SendAsync(Mark, [cookie])).Status);
        }
    }

    [Theory, EveryHost]
    public async Task A_command_whose_connection_is_cut_is_retried_and_the_mark_saved(string host)
    {
        var (proxy, service) = await hosts.GetWithProxyAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        var cuts = 0;
        proxy.OnRequest = () =>
        {
            proxy.OnRequest = null;
            cuts++;
            proxy.Cut();
        };

        Assert.Equal(200, (await service.SendAsync(Mark, [cookie])).Status);
        Assert.Equal(1, cuts);
    }

    [Theory, EveryHost]
    public async Task A_mark_during_which_Redis_fails_returns_500_and_the_service_recovers(string host)
    {
        var (proxy, service) = await hosts.GetWithProxyAsync(host);
        var cookie = await service.LoginAsync(Some.User());
        proxy.OnRequest = () =>
        {
            proxy.IsRefusing = true;
            proxy.Cut();
        };

        Answer.IsError(500, LookupFailed, await service.SendAsync(Mark, [cookie]));

        proxy.OnRequest = null;
        proxy.IsRefusing = false;
        await RecoversAsync(service);
    }

    [Theory, EveryHost]
    public async Task A_silent_Redis_connection_is_replaced_within_REDIS_TIMEOUT_MS(string host)
    {
        using var proxy = TcpProxy.Start(hosts.RedisPort);
        // The service waits half of this time-out for a reply on the silent connection, and has the other half for a new connection.
        await using var service = await hosts.StartAsync(host, proxy.Port, ("REDIS_TIMEOUT_MS", "5000"));
        var cookie = await service.LoginAsync(Some.User());
        var before = proxy.Connections;
        proxy.Silence();

        Assert.Equal(200, (await service.SendAsync(Mark, [cookie])).Status); // A 500 would mean that REDIS_TIMEOUT_MS was exceeded.
        Assert.InRange(proxy.Connections, before + 1, before + 3); // If connecting takes over a second, the service opens a separate connection to look up the reason.
    }

    [Theory, EveryHost]
    public async Task No_acknowledged_mark_is_lost_when_Redis_fails_and_returns(string host)
    {
        var (proxy, service) = await hosts.GetWithProxyAsync(host);
        var user = Some.User();
        var cookie = await service.LoginAsync(user);
        var saved = new List<string>();

        for (var i = 0; i < 100; i++)
        {
            if (i % 10 == 5)
                proxy.Cut();
            if (i == 50)
            {
                proxy.IsRefusing = true; // Redis is unavailable for five requests.
                proxy.Cut();
            }

            if (i == 55)
            {
                proxy.IsRefusing = false;
                await RecoversAsync(service);
            }

            var response = await service.SendAsync($"POST /lessons/lesson-{i}/mark-complete", [cookie]);
            Assert.Equal(i is >= 50 and < 55 ? 500 : 200, response.Status);
            if (response.Status == 200)
                saved.Add($"lesson-{i}");
        }

        Assert.Equal(95, saved.Count);
        var stored = (await hosts.Redis.HashKeysAsync("lessons:" + user)).Select(key => key.ToString());
        Assert.Empty(saved.Except(stored, StringComparer.Ordinal));
    }

    [RedisServerTheory, EveryHost]
    public async Task A_mark_returns_500_while_Redis_is_frozen_or_killed_and_then_recovers(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);
        await RecoversAsync(service); // On a busy machine the first connection to Redis may take more than a second, and logins then fail.
        var cookie = await service.LoginAsync(Some.User());

        redis.Freeze();
        Answer.IsError(500, LookupFailed, await service.SendAsync(Mark, [cookie]));
        redis.Thaw();
        await RecoversAsync(service);

        await redis.KillAsync();
        Answer.IsError(500, LookupFailed, await service.SendAsync(Mark, [cookie]));
        await redis.RestartAsync();
        await RecoversAsync(service);
        Answer.IsForbidden(await service.SendAsync(Mark, [cookie])); // This Redis stores nothing on disk, so the session is lost.
    }

    private static Task RecoversAsync(RunningHost service) =>
        Eventually.HoldsAsync("the service recovers", async () => (await service.SendAsync($"GET /login?userId={Some.User()}")).Status == 307);
}
