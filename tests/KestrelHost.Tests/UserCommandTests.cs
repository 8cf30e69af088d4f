using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>Runs the commands <c>lessons-server user add</c>, <c>reset</c> and <c>remove</c>.</summary>
public sealed class UserCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedRedisServer _redis;

    public UserCommandTests() => _redis = EmbeddedRedisServer.Start(Path.Combine(_folder.Path, "redis"), hasPassword: false);

    public void Dispose()
    {
        _redis.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_operator_adds_resets_and_removes_an_account()
    {
        await using var service = await KestrelProgram.Deployed.StartServiceAsync(_folder.Path, Settings);

        Assert.Equal((0, "Added the account josé."), await RunAsync("correct horse\n", "user", "add", "josé"));
        var cookie = await LogInAsync(service, "correct horse");
        Assert.NotNull(cookie);

        Assert.Equal((0, "Set the password of josé, and ended every session of josé."), await RunAsync("battery staple", "user", "reset", "josé"));
        Assert.Equal(403, (await service.SendAsync("GET /lessons/completed", [cookie])).Status);
        Assert.Null(await LogInAsync(service, "correct horse"));
        var next = await LogInAsync(service, "battery staple");
        await service.SendAsync("POST /lessons/1/mark-complete", [next!]);

        Assert.Equal(
            (0, "Removed the account josé and its sessions. Its progress is still in the key lessons:josé."),
            await RunAsync("", "user", "remove", "josé"));
        Assert.Equal(403, (await service.SendAsync("GET /lessons/completed", [next!])).Status);
        Assert.Null(await LogInAsync(service, "battery staple"));
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redis.Port}");
        Assert.True(await connection.GetDatabase().KeyExistsAsync("lessons:josé"));
        Assert.False(await connection.GetDatabase().KeyExistsAsync("user:josé"));
    }

    [Theory]
    [InlineData("", "The password must have 8 to 128 characters.", "user", "add", "u")]
    [InlineData("password1\n", "The password is too common.", "user", "add", "u")]
    [InlineData("correct horse\n", "A userId has 1 to 200 bytes of UTF-8, no control character, and no space at its ends.", "user", "add", " u")]
    [InlineData("correct horse\n", "There is no account u.", "user", "reset", "u")]
    [InlineData("", "There is no account u.", "user", "remove", "u")]
    [InlineData("", "Usage: lessons-server user add|reset|remove USERID   (add and reset read the password from standard input)", "user")]
    [InlineData("", "Usage: lessons-server user add|reset|remove USERID   (add and reset read the password from standard input)", "user", "add", "u", "a password")]
    public async Task A_command_that_fails_exits_with_1_and_one_sentence(string input, string sentence, params string[] arguments) =>
        Assert.Equal((1, sentence), await RunAsync(input, arguments));

    [Fact]
    public async Task Adding_an_existing_account_exits_with_1_and_one_sentence()
    {
        await RunAsync("correct horse", "user", "add", "u");

        Assert.Equal((1, "The account u exists already."), await RunAsync("battery staple", "user", "add", "u"));
    }

    [Fact]
    public async Task The_command_exits_with_1_and_an_error_if_Redis_cannot_be_reached()
    {
        using var redis = new ClosedPort();
        await using var process = KestrelProgram.Deployed.Run(
            _folder.Path, ["user", "remove", "u"], "", ("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{redis.Number}"));

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("A Redis command failed. ", process.Output, StringComparison.Ordinal);
    }

    private (string Name, string Value)[] Settings => [("UPSTASH_REDIS_URL", $"redis://127.0.0.1:{_redis.Port}"), ("LOGIN_MODE", "password")];

    private async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] arguments)
    {
        await using var process = KestrelProgram.Deployed.Run(_folder.Path, arguments, input, Settings);
        return (await process.WaitForExitAsync(), process.Output);
    }

    private static async Task<string?> LogInAsync(RunningHost service, string password)
    {
        var response = await service.SendAsync("POST /login", ["Content-Type: application/json"], $$"""{"userId":"josé","password":"{{password}}"}""");
        return response.Header("Set-Cookie") is { } cookie ? "Cookie: " + cookie.Split(';')[0] : null;
    }
}
