using System.Buffers.Binary;
using System.Security.Cryptography;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Conformance;

public sealed class AccountTests(HostPool hosts)
{
    private const string Wrong = "Wrong userId or password";
    private const string Completed = "GET /lessons/completed";

    [Theory, EveryHost]
    public async Task Registration_and_login_each_open_a_session(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();

        var registered = await service.SendAsync("POST /register", ["Content-Type: application/x-www-form-urlencoded"], $"userId=+{user}+&password=correct+horse+%F0%9F%9A%80");
        var loggedIn = await service.LogInAsync(user, "correct horse 🚀");

        foreach (var response in new[] { registered, loggedIn })
        {
            Assert.Equal((303, "", "/lessons/completed"), (response.Status, response.Body, response.Header("Location")));
            Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [Account.Cookie(response)]));
            Assert.Equal(user, await hosts.Redis.StringGetAsync("session:" + Account.SessionId(Account.Cookie(response))));
        }

        Assert.NotEqual(Account.Cookie(registered), Account.Cookie(loggedIn));
        Assert.Equal(WholeCost(host), Cost(Assert.Single(await hosts.Redis.HashValuesAsync("user:" + user))));
        Assert.Null(await hosts.Redis.KeyTimeToLiveAsync("user:" + user));
    }

    [Theory, EveryHost]
    public async Task Unknown_user_wrong_password_and_look_alike_return_the_same_403(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = "josé-" + Some.User();
        await service.RegisterAsync(user);

        Answer.IsError(403, Wrong, await service.LogInAsync(user, Some.Password + " "));
        Answer.IsError(403, Wrong, await service.LogInAsync(user, new string('x', 60_000)));
        foreach (var other in new[] { Some.User(), user.ToUpperInvariant(), user.Replace("é", "e\u0301", StringComparison.Ordinal), user + "\u200b" })
        {
            var response = await service.LogInAsync(other);
            Answer.IsError(403, Wrong, response);
            Assert.Null(response.Header("Set-Cookie"));
        }
    }

    [Theory, EveryHost]
    public async Task Registration_of_a_taken_userId_returns_409_and_sets_no_password(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        await service.RegisterAsync(user);

        Answer.IsError(409, "userId is taken", await service.RegisterAsync(user, "another password"));

        Answer.IsError(403, Wrong, await service.LogInAsync(user, "another password"));
    }

    // A registration adds field 1 to the account's hash in Redis. After a password change this field is missing, so Redis adds it.
    [Theory, EveryHost]
    public async Task Registration_after_a_password_change_returns_409_and_changes_nothing(string host)
    {
        await using var service = await hosts.StartWithPasswordsAsync(host, ("MAX_SESSIONS", "2"));
        var (owner, stranger) = (service.From(Some.Address()), Some.Address());
        var user = Some.User();
        var first = Account.Cookie(await owner.RegisterAsync(user));
        var cookie = Account.Cookie(await owner.ChangePasswordAsync(first, Some.Password, "a new password"));
        var other = Account.Cookie(await owner.LogInAsync(user, "a new password"));
        var before = await hosts.Redis.HashGetAllAsync("user:" + user);

        Answer.IsError(409, "userId is taken", await service.From(stranger).RegisterAsync(user, "another password"));

        Assert.Equal(before, await hosts.Redis.HashGetAllAsync("user:" + user));
        Assert.False(await hosts.Redis.KeyExistsAsync($"known:{stranger}|{user}"));
        foreach (var session in new[] { cookie, other })
            Answer.IsJson(200, """{"Lessons":{}}""", await owner.SendAsync(Completed, [session]));
    }

    [Theory, EveryHost]
    public async Task Registration_returns_409_and_login_403_for_a_hash_of_another_program(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        await hosts.Redis.HashSetAsync("user:" + user, "field", "of another program");

        Answer.IsError(409, "userId is taken", await service.RegisterAsync(user));
        Answer.IsError(403, Wrong, await service.LogInAsync(user));
    }

    [Theory]
    [EveryHost("1234567", "The password must have 8 to 128 characters")]
    [EveryHost("🚀🚀🚀🚀🚀🚀🚀", "The password must have 8 to 128 characters")]
    [EveryHost("iLoveYou", "The password is too common")]
    [EveryHost("Somebody in particular", "The password must not be the userId")]
    public async Task A_weak_password_returns_400_and_creates_no_account(string host, string password, string message)
    {
        var service = await hosts.GetWithPasswordsAsync(host);

        Answer.IsError(400, message, await service.RegisterAsync("somebody in particular", password));

        Assert.False(await hosts.Redis.KeyExistsAsync("user:somebody in particular"));
    }

    [Theory]
    [EveryHost("POST /login", "{}", 400, "Missing required userId")]
    [EveryHost("POST /register?userId=u&password=correct+horse", "{}", 400, "Missing required userId")]
    [EveryHost("POST /login?password=x", """{"userId":"u"}""", 400, "Missing required password")]
    [EveryHost("POST /login", """{"userId":"u","password":7}""", 400, "Missing required password")]
    [EveryHost("POST /register", """{"userId":"a\u0000b","password":"correct horse"}""", 400, "Invalid userId")]
    [EveryHost("POST /register", "[]", 400, "Malformed request")]
    public async Task Missing_or_invalid_fields_return_400_and_the_query_is_ignored(string host, string line, string body, int status, string message)
    {
        var service = await hosts.GetWithPasswordsAsync(host);

        Answer.IsError(status, message, await service.SendAsync(line, [Account.Json], body));
    }

    [Theory, EveryHost]
    public async Task A_userId_password_or_body_that_is_too_large_returns_400_or_413(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);

        Answer.IsError(400, "Invalid userId", await service.LogInAsync(new string('x', 201)));
        Answer.IsError(400, "The password must have 8 to 128 characters", await service.RegisterAsync(Some.User(), new string('x', 129)));
        Answer.IsError(413, "Body too large", await service.LogInAsync(Some.User(), new string('x', 65_536)));
        Answer.IsError(413, "Body too large", await service.RegisterAsync(Some.User(), new string('x', 65_536)));
    }

    [Theory, EveryHost]
    public async Task GET_login_in_mode_password_returns_405(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);

        var response = await service.SendAsync("GET /login?userId=x");

        Answer.IsError(405, "Method not allowed", response);
        Assert.Equal("POST, OPTIONS", response.Header("Allow"));
    }

    [Theory, EveryHost]
    public async Task Closed_registration_returns_403_and_existing_users_log_in(string host)
    {
        var user = Some.User();
        await (await hosts.GetWithPasswordsAsync(host)).RegisterAsync(user);
        await using var service = await hosts.StartWithPasswordsAsync(host, ("REGISTRATION", "closed"));

        Answer.IsError(403, "Registration is closed", await service.RegisterAsync(Some.User()));
        Assert.Equal(303, (await service.From(Some.Address()).LogInAsync(user)).Status);
    }

    [Theory, EveryHost]
    public async Task A_changed_password_ends_every_old_session_and_the_old_password(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        var first = Account.Cookie(await service.RegisterAsync(user));
        var other = Account.Cookie(await service.LogInAsync(user));

        Answer.IsForbidden(await service.ChangePasswordAsync($"Cookie: {Some.CookieName}={Some.UnknownSession}", Some.Password, "a new password"));
        Answer.IsError(403, Wrong, await service.ChangePasswordAsync(first, "a wrong one", "a new password"));
        Answer.IsError(400, "The password is too common", await service.ChangePasswordAsync(first, Some.Password, "password1"));
        var response = await service.ChangePasswordAsync(first, Some.Password, "a new password");

        Assert.Equal((204, ""), (response.Status, response.Body));
        Answer.IsForbidden(await service.SendAsync(Completed, [first]));
        Answer.IsForbidden(await service.SendAsync(Completed, [other]));
        Answer.IsJson(200, """{"Lessons":{}}""", await service.SendAsync(Completed, [Account.Cookie(response)]));
        Answer.IsError(403, Wrong, await service.LogInAsync(user));
        Assert.Equal(303, (await service.LogInAsync(user, "a new password")).Status);
    }

    [Theory, HostCase, EveryHost]
    public async Task A_login_rehashes_a_password_hash_of_a_lower_cost(string host)
    {
        var service = await hosts.GetWithPasswordsAsync(host);
        var user = Some.User();
        await hosts.Redis.HashSetAsync("user:" + user, 1, CheapHash(Some.Password));

        Assert.Equal(303, (await service.LogInAsync(user)).Status);

        Assert.Equal(WholeCost(host), Cost(Assert.Single(await hosts.Redis.HashValuesAsync("user:" + user))));
        Assert.Equal(303, (await service.LogInAsync(user)).Status);
    }

    [Theory, EveryHost]
    public async Task Login_registration_and_password_change_without_Redis_return_500(string host)
    {
        var cookie = Account.Cookie(await (await hosts.GetWithPasswordsAsync(host)).RegisterAsync(Some.User()));
        var service = await hosts.GetWithoutRedisAsync(host);

        Answer.IsError(500, "We could not create your session", await service.LogInAsync("x"));
        Answer.IsError(500, "We could not create your session", await service.RegisterAsync("x"));
        Answer.IsError(500, "We could not validate the provided session ID", await service.ChangePasswordAsync(cookie, "x", "a new password"));
    }

    [Theory, EveryHost]
    public async Task With_a_Redis_URL_the_default_login_mode_is_password(string host)
    {
        await using var service = await hosts.StartAsync(host, hosts.RedisPort, ("LOGIN_MODE", ""));

        Assert.Equal(405, (await service.SendAsync("GET /login?userId=x")).Status);
        Assert.DoesNotContain("LOGIN_MODE", service.Output, StringComparison.Ordinal);
    }

    [Theory, EveryHost]
    public async Task Mode_open_with_a_Redis_URL_logs_a_warning_and_has_no_account_routes(string host)
    {
        var service = await hosts.GetAsync(host);

        foreach (var path in new[] { "/register", "/password", "/logout-everywhere" })
            Answer.IsError(404, "Not found", await service.SendAsync("POST " + path));
        await Eventually.HoldsAsync("the warning is written", () => Task.FromResult(service.Output.Contains("LOGIN_MODE is open", StringComparison.Ordinal)));
    }

    // Returns the iterations of a password hash. The format is version 3 of ASP.NET Core Identity: the byte 1, the function (2 is
    // HMAC-SHA-512), the iterations, the length of the salt, the salt, the key.
    private static uint Cost(string? hash)
    {
        var bytes = Convert.FromBase64String(hash!);
        Assert.Equal((1, 2u), (bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1))));
        return BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
    }

    // Published programs always hash at the full cost.
    private static uint WholeCost(string host) => Hosts.IsPublished(host) ? 210_000u : Programs.CheapHashIterations;

    private static string CheapHash(string password)
    {
        var salt = "sixteen bytes..."u8;
        byte[] bytes = [1, 0, 0, 0, 2, 0, 0, 0x03, 0xE8, 0, 0, 0, 16, .. salt, .. Rfc2898DeriveBytes.Pbkdf2(password, salt, 1000, HashAlgorithmName.SHA512, 32)];
        return Convert.ToBase64String(bytes);
    }
}
