using System.Text;
using System.Text.Unicode;
using Portable.Redis;
using StackExchange.Redis;

namespace Lessons;

/// <summary>A session is the key <c>session:{id}</c>. Its value is the userId. The key expires when the session ends.</summary>
public sealed class RedisSessionStore(RedisConnection redis) : ISessionStore
{
    public Task CreateAsync(string sessionId, string userId, TimeSpan lifetime, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("SET", (database, flags) => database.StringSetAsync(RedisKeys.Session(sessionId), userId, lifetime, flags: flags), cancellationToken);

    public async Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken) =>
        User(await redis.ExecuteAsync("GET", (database, flags) => database.StringGetAsync(RedisKeys.Session(sessionId), flags: flags), cancellationToken));

    // Redis 6.0 has no GETEX. The client sends the two commands together.
    public async Task<string?> FindUserAndExtendAsync(string sessionId, TimeSpan lifetime, CancellationToken cancellationToken) =>
        User(await redis.ExecuteAsync(
            "GET",
            async (database, flags) =>
            {
                var finding = database.StringGetAsync(RedisKeys.Session(sessionId), flags: flags);
                await Task.WhenAll(finding, database.KeyExpireAsync(RedisKeys.Session(sessionId), WholeSeconds(lifetime), flags: flags));
                return await finding;
            },
            cancellationToken));

    public Task DeleteAsync(string sessionId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("DEL", (database, flags) => database.KeyDeleteAsync(RedisKeys.Session(sessionId), flags: flags), cancellationToken);

    // Redis 6.0 has no GETDEL. The client sends the two commands together.
    public async Task<string?> FindAndDeleteAsync(string sessionId, CancellationToken cancellationToken) =>
        User(await redis.ExecuteAsync(
            "DEL",
            async (database, flags) =>
            {
                var finding = database.StringGetAsync(RedisKeys.Session(sessionId), flags: flags);
                await Task.WhenAll(finding, database.KeyDeleteAsync(RedisKeys.Session(sessionId), flags: flags));
                return await finding;
            },
            cancellationToken));

    // For a time with a fraction the library would send PEXPIRE. The service's Redis user has no right to this command.
    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));

    // A value that is not UTF-8 belongs to no user. If such values were decoded as text, all their users would become one user.
    private static string? User(RedisValue value)
    {
        byte[]? userId = value;
        return userId is not null && Utf8.IsValid(userId) ? Encoding.UTF8.GetString(userId) : null;
    }
}
