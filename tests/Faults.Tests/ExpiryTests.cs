using System.Diagnostics;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>A session expires while a client uses the session.</summary>
public sealed class ExpiryTests
{
    private readonly List<Exchange> _exchanges = [];

    [RedisServerTheory, EveryFaultHost]
    public async Task A_session_that_expires_in_use_returns_403_from_then_on(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var admin = await redis.ConnectAsync();
        // No request may time out while Redis is slow: UseAsync would take the status 500 for a wrong response.
        await using var service = await Hosts.StartAsync(host, redis.Url, ("REDIS_TIMEOUT_MS", "8000"));

        for (var round = 0; round < 10; round++)
        {
            var cookie = await service.LoginAsync("u");
            var key = "session:" + cookie.Split('=')[1];
            await admin.GetDatabase().KeyExpireAsync(key, TimeSpan.FromMilliseconds(20 + round));
            await Eventually.HoldsAsync("both requests return 403", async () => await UseAsync(service, cookie) == (403, 403));

            Assert.False(await admin.GetDatabase().KeyExistsAsync(key));
            Assert.Equal((403, 403), await UseAsync(service, cookie));
        }

        FaultReport.Write("a session expires in use", host, _exchanges, 0, "10 sessions; each returns 403 after it expires");
    }

    private async Task<(int Marked, int Listed)> UseAsync(RunningHost service, string cookie)
    {
        var marked = await SendAsync(service, "POST /lessons/1/mark-complete", cookie);
        var listed = await SendAsync(service, "GET /lessons/completed", cookie);
        Assert.True(marked == 200 || listed == 403, "An expired session was accepted again.");
        return (marked, listed);
    }

    private async Task<int> SendAsync(RunningHost service, string line, string cookie)
    {
        var sent = Stopwatch.GetTimestamp();
        var answer = await service.SendAsync(line, [cookie]);
        _exchanges.Add(new(sent, Stopwatch.GetElapsedTime(sent), answer.Status));
        return answer.Status;
    }
}
