using Lessons.TestKit;
using Xunit;

namespace Lessons.Faults;

/// <summary>A session ends while it is used.</summary>
public sealed class ExpiryTests
{
    [RedisServerTheory, EveryHost]
    public async Task A_session_that_expires_in_use_is_403_from_then_on(string host)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var admin = await redis.ConnectAsync();
        await using var service = await Hosts.StartAsync(host, redis.Url);

        for (var round = 0; round < 10; round++)
        {
            var cookie = await service.LoginAsync("u");
            var key = "session:" + cookie.Split('=')[1];
            await admin.GetDatabase().KeyExpireAsync(key, TimeSpan.FromMilliseconds(20 + round));
            await Eventually.HoldsAsync("the session has ended", async () => await UseAsync(service, cookie) == (403, 403));

            Assert.False(await admin.GetDatabase().KeyExistsAsync(key));
            Assert.Equal((403, 403), await UseAsync(service, cookie));
        }
    }

    private static async Task<(int Marked, int Listed)> UseAsync(Service service, string cookie)
    {
        var marked = await service.SendAsync("POST /lessons/1/mark-complete", [cookie]);
        var listed = await service.SendAsync("GET /lessons/completed", [cookie]);
        Assert.True(marked.Status == 200 || listed.Status == 403, "A session was revived.");
        return (marked.Status, listed.Status);
    }
}
