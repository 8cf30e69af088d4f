using System.Text;
using System.Text.Json;
using Lessons.TestKit;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests;

/// <summary>Sends the events for trying each route by <c>make invoke EVENT=events/….json</c>.</summary>
public sealed class RouteEventTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ScriptedRuntime _runtime = new();

    public void Dispose()
    {
        _runtime.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Each_route_of_the_API_description_has_an_event() =>
        Assert.All(
            ApiDocument.Operations.Where(operation => operation.Method != "HEAD"),
            operation => Assert.Contains(
                ExpectedRequests.ByName.Values,
                request => request.Method == operation.Method && request.Path.Replace("caf%C3%A9", "{lessonSlug}", StringComparison.Ordinal) == operation.Path));

    [Fact]
    public async Task In_mode_open_each_event_returns_its_status()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        await using (var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}"))
            await connection.GetDatabase().StringSetAsync("session:0ujtsYcgvSTl8PAuAdqWYSMnLOv", "lambros"); // The cookie of each event has this session id.
        await using var process = Start(redis, "open");

        await IsAnsweredAsync("login", 307);
        await IsAnsweredAsync("login-form-base64", 303);
        await IsAnsweredAsync("login-json", 303);
        Assert.Contains("café", await IsAnsweredAsync("mark-complete", 200), StringComparison.Ordinal);
        Assert.Contains("café", await IsAnsweredAsync("completed", 200), StringComparison.Ordinal);
        Assert.Contains("\"Total\":1", await IsAnsweredAsync("list-lessons", 200), StringComparison.Ordinal);
        Assert.Contains("café", await IsAnsweredAsync("undo-complete", 200), StringComparison.Ordinal);
        Assert.Contains("\"UserId\":\"lambros\"", await IsAnsweredAsync("session", 200), StringComparison.Ordinal);
        await IsAnsweredAsync("logout", 204);
        await IsAnsweredAsync("completed", 403);
        await IsAnsweredAsync("health", 200);
        foreach (var file in new[] { "page", "page-style", "page-script", "page-icon" })
            await IsAnsweredAsync(file, 200);
        Assert.Equal(ApiDocument.Text, await IsAnsweredAsync("openapi", 200));
        Assert.StartsWith("<!doctype html>", await IsAnsweredAsync("page", 200), StringComparison.OrdinalIgnoreCase);
        await IsAnsweredAsync("page-style", 200);
        await IsAnsweredAsync("page-script", 200);
        await IsAnsweredAsync("page-icon", 200);
    }

    [Fact]
    public async Task In_mode_password_each_event_returns_its_status()
    {
        using var redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        await using var process = Start(redis, "password");

        await IsAnsweredAsync("login-password", 403);
        await IsAnsweredAsync("register", 303);
        await IsAnsweredAsync("register", 409);
        await IsAnsweredAsync("login-password", 303);
        await IsAnsweredAsync("change-password", 403); // the session of the events is from 2017
        await IsAnsweredAsync("logout-everywhere", 204);
    }

    private ChildProcess Start(EmbeddedRedisServer redis, string mode) =>
        BootstrapProgram.Start(("AWS_LAMBDA_RUNTIME_API", _runtime.Address), ("UPSTASH_REDIS_URL", redis.UrlWithPassword), ("LOGIN_MODE", mode), ("REDIS_TIMEOUT_MS", "30000"));

    private async Task<string> IsAnsweredAsync(string name, int status)
    {
        _runtime.SendEvent(name, Encoding.UTF8.GetString(EventFixture.Read(name)));
        var answer = JsonDocument.Parse((await _runtime.NextPostAsync()).Body).RootElement;
        Assert.Equal((name, status), (name, answer.GetProperty("statusCode").GetInt32()));
        return answer.GetProperty("body").GetString()!;
    }
}
