using System.Globalization;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class ThrottleTests(HostPool hosts)
{
    private const int AccountLimit = 10;
    private const int AddressLimit = 50;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    [Theory, EveryHost]
    public async Task Ten_wrong_passwords_lock_out_strangers_but_not_the_owner(string host)
    {
        var owner = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        await owner.RegisterAsync(user);

        var key = "throttle:strangers:" + user;
        // The test sets the count to eight of ten wrong passwords. It does not send them, because each would cost a password hash.
        await hosts.Redis.StringSetAsync(key, AccountLimit - 2, Window);

        var guesses = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => owner.From(Some.Address()).LogInAsync(user, $"a guess {i}")));

        Assert.Equal((2, 3), (guesses.Count(guess => guess.Status == 403), guesses.Count(guess => guess.Status == 429)));
        AssertTooMany(await owner.From(Some.Address()).LogInAsync(user));
        Assert.Equal(303, (await owner.LogInAsync(user)).Status);

        await hosts.Redis.KeyExpireAsync(key, TimeSpan.FromMilliseconds(50));
        await Eventually.HoldsAsync("the count expires", async () => !await hosts.Redis.KeyExistsAsync(key));
        Assert.Equal(303, (await owner.From(Some.Address()).LogInAsync(user)).Status);
    }

    [Theory, HostCase]
    [EveryHost("X-Forwarded-For: 198.51.100.7")]
    [EveryHost("Forwarded: for=198.51.100.7")]
    [EveryHost("X-Real-IP: 198.51.100.7")]
    public async Task A_forged_address_header_does_not_evade_the_address_limit(string host, string header)
    {
        var address = Some.Address();
        var service = (await hosts.GetWithPasswordsAsync(host)).From(address);
        await hosts.Redis.StringSetAsync("throttle:address:" + address, AddressLimit, Window);

        AssertTooMany(await service.LogInAsync(Some.User()));
        AssertTooMany(await service.LogInAsync(Some.User(), Some.Password, header));
        AssertTooMany(await service.RegisterAsync(Some.User()));
    }

    [Theory, EveryHost]
    public async Task More_than_fifty_registrations_from_an_address_return_429(string host)
    {
        var address = Some.Address();
        var service = (await hosts.GetWithPasswordsAsync(host)).From(address);
        await hosts.Redis.StringSetAsync("throttle:address:" + address, AddressLimit - 1, Window);
        var user = Some.User();

        Assert.Equal(303, (await service.RegisterAsync(user)).Status);
        AssertTooMany(await service.RegisterAsync(user)); // Below the limit this request would return 409.
        AssertTooMany(await service.RegisterAsync(Some.User()));
    }

    [Theory, EveryHost]
    public async Task Failed_but_not_successful_logins_are_counted_for_five_minutes(string host)
    {
        var address = Some.Address();
        var service = (await hosts.GetWithPasswordsAsync(host)).From(address);
        var user = Some.User();
        await service.RegisterAsync(user);
        Assert.Equal("1", await hosts.Redis.StringGetAsync("throttle:address:" + address));

        await service.LogInAsync(user);
        Assert.Equal("1", await hosts.Redis.StringGetAsync("throttle:address:" + address));
        Assert.Equal("0", await hosts.Redis.StringGetAsync($"throttle:known:{address}|{user}"));

        await service.LogInAsync(user, "a wrong one");
        await service.LogInAsync(Some.User(), "a wrong one");
        foreach (var (key, count) in new[] { ("throttle:address:" + address, "2"), ($"throttle:known:{address}|{user}", "1") })
        {
            Assert.Equal(count, await hosts.Redis.StringGetAsync(key));
            Assert.InRange((await hosts.Redis.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(4), Window);
        }
    }

    [Theory, EveryHost]
    public async Task A_known_owner_logs_in_when_the_address_limit_is_reached(string host)
    {
        var address = Some.Address();
        var service = (await hosts.GetWithPasswordsAsync(host)).From(address);
        var user = Some.User();
        await service.RegisterAsync(user);
        await hosts.Redis.StringSetAsync("throttle:address:" + address, AddressLimit, Window);

        AssertTooMany(await service.LogInAsync(Some.User()));
        Assert.Equal(303, (await service.LogInAsync(user)).Status);
    }

    [Theory, EveryHost]
    public async Task Password_changes_of_a_session_have_their_own_limit_of_ten_attempts(string host)
    {
        var (service, user) = (await hosts.GetWithPasswordsAsync(host), Some.User());
        var cookie = Account.Cookie(await service.RegisterAsync(user));
        await hosts.Redis.StringSetAsync("throttle:strangers:" + user, AccountLimit, Window);
        var elsewhere = service.From(Some.Address());
        var key = $"throttle:session:{Account.SessionId(cookie)}|{user}";
        await hosts.Redis.StringSetAsync(key, AccountLimit - 1, Window);

        Answer.IsError(403, "Wrong userId or password", await elsewhere.ChangePasswordAsync(cookie, "a wrong one", "a new password"));
        AssertTooMany(await elsewhere.ChangePasswordAsync(cookie, Some.Password, "a new password"));

        await hosts.Redis.KeyDeleteAsync(key);
        Assert.Equal(204, (await elsewhere.ChangePasswordAsync(cookie, Some.Password, "a new password")).Status);
    }

    private static void AssertTooMany(RawResponse response)
    {
        Answer.IsError(429, "Too many attempts", response);
        Assert.InRange(int.Parse(response.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 300);
        Assert.Null(response.Header("Set-Cookie"));
    }
}
