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
    public async Task Guessing_ends_after_ten_however_fast_and_from_wherever_and_the_owner_still_gets_in(string host)
    {
        var owner = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        await owner.RegisterAsync(user);

        var key = "throttle:strangers:" + user;
        await hosts.Redis.StringSetAsync(key, AccountLimit - 2, Window); // each guess costs a hash: of ten, two are left

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
    public async Task An_address_that_tried_too_often_cannot_claim_to_be_another(string host, string header)
    {
        var address = Some.Address();
        var service = (await hosts.GetWithPasswordsAsync(host)).From(address);
        await hosts.Redis.StringSetAsync("throttle:address:" + address, AddressLimit, Window);

        AssertTooMany(await service.LogInAsync(Some.User()));
        AssertTooMany(await service.LogInAsync(Some.User(), Some.Password, header));
        AssertTooMany(await service.RegisterAsync(Some.User()));
    }

    [Theory, EveryHost]
    public async Task Registrations_are_counted_and_end_at_fifty_an_address(string host)
    {
        var address = Some.Address();
        var service = (await hosts.GetWithPasswordsAsync(host)).From(address);
        await hosts.Redis.StringSetAsync("throttle:address:" + address, AddressLimit - 1, Window);
        var user = Some.User();

        Assert.Equal(303, (await service.RegisterAsync(user)).Status);
        AssertTooMany(await service.RegisterAsync(user)); // where it would be 409
        AssertTooMany(await service.RegisterAsync(Some.User()));
    }

    [Theory, EveryHost]
    public async Task What_succeeds_is_not_counted_and_what_fails_is_for_five_minutes(string host)
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
    public async Task Nobody_else_behind_the_same_address_is_in_an_owners_way(string host)
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
    public async Task Whoever_has_a_session_cannot_guess_the_password_either_and_strangers_are_not_in_the_way(string host)
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
