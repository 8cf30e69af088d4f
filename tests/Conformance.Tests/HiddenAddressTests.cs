using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

/// <summary>On Microsoft's worker of Azure Functions a client's address is unknown, unless PROXY_HEADER names a header with the address.</summary>
[Trait(RunTrait.Name, RunTrait.All)]
public sealed class HiddenAddressTests(HostPool hosts)
{
    private const string Host = "azure";
    private const string AllClients = "throttle:address:unknown";
    private const int AddressLimit = 50;

    [Fact]
    public async Task Sixty_learners_without_client_addresses_all_log_in()
    {
        string[] learners = [.. Enumerable.Range(0, 60).Select(_ => Some.User())];
        var elsewhere = await hosts.StartWithPasswordsAsync(Host);
        await using var setUp = elsewhere;
        foreach (var learner in learners)
            await elsewhere.From(Some.Address()).RegisterAsync(learner);
        await using var service = await StartAsync();
        await service.FindLineAsync("The Functions host hides the addresses of clients.");

        await hosts.Redis.StringSetAsync(AllClients, AddressLimit, TimeSpan.FromMinutes(5)); // The count of all clients is at its limit. It limits only registrations.

        var logins = await Task.WhenAll(learners.Select(learner => service.LogInAsync(learner)));
        await hosts.Redis.KeyDeleteAsync(AllClients);

        Assert.All(logins, login => Assert.Equal(303, login.Status));
        Assert.False(await hosts.Redis.KeyExistsAsync($"known:unknown|{learners[0]}"));
    }

    [Fact]
    public async Task Wrong_passwords_lock_only_the_account_that_they_target()
    {
        await using var service = await StartAsync();
        var (target, other) = (Some.User(), Some.User());
        await service.RegisterAsync(target);
        await service.RegisterAsync(other);
        await hosts.Redis.StringSetAsync("throttle:strangers:" + target, 10, TimeSpan.FromMinutes(5));

        Assert.Equal(429, (await service.LogInAsync(target)).Status);
        Assert.Equal(303, (await service.LogInAsync(other)).Status);
    }

    [Fact]
    public async Task The_registration_after_fifty_of_all_clients_returns_429()
    {
        await using var service = await StartAsync();
        await hosts.Redis.StringSetAsync(AllClients, AddressLimit - 1, TimeSpan.FromMinutes(5));

        var first = await service.RegisterAsync(Some.User());
        var second = await service.RegisterAsync(Some.User());
        await hosts.Redis.KeyDeleteAsync(AllClients);

        Assert.Equal((303, 429), (first.Status, second.Status));
    }

    [Theory]
    [InlineData("true", "", "PROXY_HEADER must be a header that the platform's front end overwrites")]
    [InlineData("true", "x-forwarded-for", "PROXY_HEADER must be a header that the platform's front end overwrites")]
    [InlineData("true", "Forwarded", "PROXY_HEADER must be a header that the platform's front end overwrites")]
    [InlineData("10.0.0.0/8", "CLIENT-IP", "TRUST_PROXY must be true or a number for this worker: its peer address is not the address of the platform's front end.")]
    public async Task A_proxy_setting_that_the_worker_cannot_apply_is_logged_and_returns_503(string trust, string header, string sentence)
    {
        await using var service = await hosts.StartWithPasswordsAsync(Host, ("TRUST_PROXY", trust), ("PROXY_HEADER", header));

        Answer.IsError(503, "The service is not configured", await service.SendAsync("GET /session"));
        await service.FindLineAsync($"The settings cannot be used: {sentence}");
        await service.FindLineAsync($"Function.lessons.User: The service is not configured: {sentence}");
    }

    private Task<RunningHost> StartAsync() => hosts.StartWithPasswordsAsync(Host, ("TRUST_PROXY", ""), ("PROXY_HEADER", ""));
}
