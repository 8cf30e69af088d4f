using System.Buffers.Binary;
using System.Text;
using Lessons.TestKit;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Portable.Http;
using Portable.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests mode <c>password</c> with substitutes for the stores: races, failures and limits.</summary>
public sealed class AccountAppTests
{
    private const string Password = "correct horse battery";

    private readonly AppUnderTest _app = new(new() { LoginMode = LoginMode.Password, SessionLifetime = TimeSpan.FromSeconds(1000), SessionIdleLifetime = TimeSpan.FromSeconds(600) });

    public AccountAppTests()
    {
        _app.Attempts.AddAsync(default!, default).ReturnsForAnyArgs((1, TimeSpan.FromMinutes(5)));
        _app.SessionIndex.AddAsync(default!, default!, default, default, default, default, default).ReturnsForAnyArgs([]);
    }

    [Fact]
    public async Task A_login_whose_password_changes_meanwhile_returns_403_without_a_cookie()
    {
        var hash = await PasswordHashing.HashAsync(new("192.0.2.1", "lambros"), Password, CancellationToken.None);
        _app.Accounts.FindAsync("lambros", Arg.Any<CancellationToken>()).Returns(new StoredPassword(1, hash), new StoredPassword(2, "another"));

        var response = await _app.SendAsync(Post("/login", $$"""{"userId":"lambros","password":"{{Password}}"}"""));

        Assert.Equal((403, ErrorBody.Of("Wrong userId or password")), (response.Status, AppUnderTest.Text(response)));
        Assert.Empty(response.Cookies);
        var created = (string)_app.Sessions.ReceivedCalls().Single(call => call.GetMethodInfo().Name == nameof(ISessionStore.CreateAsync)).GetArguments()[0]!;
        await _app.Sessions.Received(1).FindAndDeleteAsync(created, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_registration_whose_account_is_removed_meanwhile_returns_403()
    {
        _app.Accounts.TryAddAsync("lambros", Arg.Any<string>()).Returns(true);
        _app.Accounts.FindAsync("lambros", Arg.Any<CancellationToken>()).Returns((StoredPassword?)null);

        var response = await _app.SendAsync(Post("/register", $$"""{"userId":"lambros","password":"{{Password}}"}"""));

        Assert.Equal(403, response.Status);
        Assert.Empty(response.Cookies);
    }

    [Fact]
    public async Task A_password_change_returns_403_if_the_password_is_reset_meanwhile()
    {
        var hash = await PasswordHashing.HashAsync(new("192.0.2.1", "lambros"), Password, CancellationToken.None);
        _app.Accounts.FindAsync("lambros", Arg.Any<CancellationToken>()).Returns(new StoredPassword(1, hash), new StoredPassword(3, "the operator's"));
        _app.Accounts.TryReplaceAsync("lambros", new(1, hash), Arg.Any<string>()).Returns(true);
        _app.SessionIndex.ListAsync("lambros", Arg.Any<CancellationToken>()).Returns([]);
        _app.Sessions.FindUserAndExtendAsync(default!, default, default).ReturnsForAnyArgs("lambros");
        _app.Time.AdjustTime(AppUnderTest.SessionTime);

        var response = await _app.SendAsync(Post("/password", $$"""{"password":"{{Password}}","newPassword":"another horse"}""", AppUnderTest.SessionCookie));

        Assert.Equal(403, response.Status);
        Assert.Empty(response.Cookies);
    }

    [Theory]
    [InlineData(Password, 303)]
    [InlineData("another horse", 403)]
    public async Task A_login_whose_hash_update_fails_verifies_the_newly_stored_hash(string storedPassword, int status)
    {
        var stored = await PasswordHashing.HashAsync(new("192.0.2.1", "lambros"), storedPassword, CancellationToken.None);
        _app.Accounts.FindAsync("lambros", Arg.Any<CancellationToken>()).Returns(new StoredPassword(1, CheapHash(Password)), new StoredPassword(2, stored));
        _app.Accounts.TryReplaceAsync("lambros", default!, default!).ReturnsForAnyArgs(false);

        Assert.Equal(status, (await _app.SendAsync(Post("/login", $$"""{"userId":"lambros","password":"{{Password}}"}"""))).Status);
    }

    [Fact]
    public async Task The_second_of_two_simultaneous_password_changes_returns_403()
    {
        var hash = await PasswordHashing.HashAsync(new("192.0.2.1", "lambros"), Password, CancellationToken.None);
        _app.Accounts.FindAsync("lambros", Arg.Any<CancellationToken>()).Returns(new StoredPassword(1, hash));
        _app.Accounts.TryReplaceAsync("lambros", new(1, hash), Arg.Any<string>()).Returns(false);
        _app.Sessions.FindUserAndExtendAsync(default!, default, default).ReturnsForAnyArgs("lambros");
        _app.Time.AdjustTime(AppUnderTest.SessionTime);

        var response = await _app.SendAsync(Post("/password", $$"""{"password":"{{Password}}","newPassword":"another horse"}""", AppUnderTest.SessionCookie));

        Assert.Equal((403, ErrorBody.Of("Wrong userId or password")), (response.Status, AppUnderTest.Text(response)));
        Assert.Empty(response.Cookies);
    }

    [Fact]
    public async Task A_login_whose_attempt_cannot_be_counted_returns_500_without_a_session()
    {
        _app.Attempts.AddAsync(default!, default).ThrowsAsyncForAnyArgs(new StoreException(new TimeoutException("too slow")));

        var response = await _app.SendAsync(Post("/login", $$"""{"userId":"lambros","password":"{{Password}}"}"""));

        Assert.Equal((500, ErrorBody.Of("We could not create your session")), (response.Status, AppUnderTest.Text(response)));
        Assert.Empty(_app.Sessions.ReceivedCalls());
    }

    [Fact]
    public async Task Too_many_login_attempts_return_429_with_Retry_After()
    {
        _app.Attempts.AddAsync(default!, default).ReturnsForAnyArgs((1000, TimeSpan.FromSeconds(7.2)));

        var answer = await _app.SendAsync(Post("/login", $$"""{"userId":"lambros","password":"{{Password}}"}"""));

        Assert.Equal((429, "8"), (answer.Status, answer.Headers.First("Retry-After")));
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 200)]
    [InlineData(2, 2_000)]
    public async Task A_registration_above_the_limit_of_an_IPv6_block_returns_429(int block, int limit)
    {
        var blocks = AddressBlock.Of("2001:db8:1:203::1");
        var request = Post("/register", $$"""{"userId":"lambros","password":"{{Password}}"}""") with { RemoteAddress = "2001:db8:1:203::1" };
        _app.Accounts.TryAddAsync("lambros", Arg.Any<string>()).Returns(false);

        Assert.Equal((429, 409), (await SendAsync(limit + 1), await SendAsync(limit)));

        async Task<int> SendAsync(int count)
        {
            _app.Attempts.AddAsync(RedisKeys.AddressAttempts(blocks[block].Name), 1).Returns((count, TimeSpan.FromSeconds(9)));
            return (await _app.SendAsync(request)).Status;
        }
    }

    // Identity's format version 3 begins with one byte for the format, four bytes for the hash function and four bytes for the
    // iterations.
    [Fact]
    public async Task A_password_hash_has_210000_iterations_without_the_test_switch()
    {
        var hash = Convert.FromBase64String(await PasswordHashing.HashAsync(new("192.0.2.1", "lambros"), Password, CancellationToken.None));

        Assert.Equal(210_000u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
    }

    [Fact]
    public async Task A_login_to_an_account_whose_stored_hash_is_not_valid_returns_403()
    {
        _app.Accounts.FindAsync("lambros", Arg.Any<CancellationToken>()).Returns(new StoredPassword(1, "no base64!"));

        Assert.Equal(403, (await _app.SendAsync(Post("/login", $$"""{"userId":"lambros","password":"{{Password}}"}"""))).Status);
    }

    [Fact]
    public async Task A_full_hashing_queue_returns_503_with_Retry_After()
    {
        var answer = await BusyAnswer.Wrap((_, _) => throw new BusyException())(Post("/login", "{}"), CancellationToken.None);

        Assert.Equal((503, ErrorBody.Of("Too busy"), "5"), (answer.Status, AppUnderTest.Text(answer), answer.Headers.First("Retry-After")));
    }

    [Theory]
    [InlineData(9_999, false, 200)]
    [InlineData(10_000, false, 409)]
    [InlineData(10_000, true, 200)]
    public async Task A_new_lesson_above_the_limit_returns_409_and_a_completed_one_200(long count, bool isCompleted, int status)
    {
        _app.Sessions.FindUserAndExtendAsync(default!, default, default).ReturnsForAnyArgs("lambros");
        _app.Time.AdjustTime(AppUnderTest.SessionTime);
        _app.Progress.CountCompletedAsync("lambros", Arg.Any<CancellationToken>()).Returns(count);
        _app.Progress.IsCompletedAsync("lambros", "123", Arg.Any<CancellationToken>()).Returns(isCompleted);

        var answer = await _app.SendAsync(AppUnderTest.UserRequest("POST", "/lessons/123/mark-complete"));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? 1 : 0, _app.Progress.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IProgressStore.MarkCompleteAsync)));
        if (status == 409)
            Assert.Equal(ErrorBody.Of("Too many lessons"), AppUnderTest.Text(answer));
    }

    private static string CheapHash(string password) =>
        new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword("", password);

    [Fact]
    public async Task GET_session_does_not_extend_the_session()
    {
        _app.Time.AdjustTime(AppUnderTest.SessionTime);
        _app.Sessions.FindUserAsync(AppUnderTest.SessionId, Arg.Any<CancellationToken>()).Returns("lambros");

        var response = await _app.SendAsync(AppUnderTest.UserRequest("GET", "/session"));

        Assert.Equal("""{"LoginMode":"password","Registration":"open","UserId":"lambros"}""", AppUnderTest.Text(response));
        await _app.Sessions.DidNotReceiveWithAnyArgs().FindUserAndExtendAsync(default!, default, default);
    }

    [Fact]
    public async Task GET_session_returns_500_if_the_session_cannot_be_looked_up()
    {
        _app.Time.AdjustTime(AppUnderTest.SessionTime);
        _app.Sessions.FindUserAsync(default!, default).ThrowsAsyncForAnyArgs(new StoreException(new TimeoutException("too slow")));

        var response = await _app.SendAsync(AppUnderTest.UserRequest("GET", "/session"));

        Assert.Equal((500, ErrorBody.Of("We could not validate the provided session ID")), (response.Status, AppUnderTest.Text(response)));
    }

    [Fact]
    public async Task GET_session_reports_that_registration_is_closed()
    {
        var app = new AppUnderTest(new() { LoginMode = LoginMode.Password, IsRegistrationOpen = false });

        var response = await app.SendAsync(AppUnderTest.Request("GET", "/session"));

        Assert.Equal("""{"LoginMode":"password","Registration":"closed","UserId":null}""", AppUnderTest.Text(response));
    }

    private static AppRequest Post(string path, string json, params Header[] headers) =>
        AppUnderTest.Request("POST", path, [new("Content-Type", "application/json"), .. headers]) with { Body = Encoding.UTF8.GetBytes(json) };
}
