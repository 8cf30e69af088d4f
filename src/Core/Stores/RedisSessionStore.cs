using System.Text;
using System.Text.Unicode;
using StackExchange.Redis;

namespace Lessons.Stores;

/// <summary>A session is the key <c>session:{id}</c>, its value the userId, its time to live the session's.</summary>
public sealed class RedisSessionStore(RedisConnection redis) : ISessionStore
{
    public Task CreateAsync(string sessionId, string userId, TimeSpan lifetime, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("SET", (database, flags) => database.StringSetAsync(RedisKeys.Session(sessionId), userId, lifetime, flags: flags), cancellationToken);

    public async Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken) =>
        User(await redis.ExecuteAsync("GET", (database, flags) => database.StringGetAsync(RedisKeys.Session(sessionId), flags: flags), cancellationToken));

    public async Task<string?> FindUserAndExtendAsync(string sessionId, TimeSpan lifetime, CancellationToken cancellationToken) =>
        User(await redis.ExecuteAsync("GETEX", (database, flags) => database.StringGetSetExpiryAsync(RedisKeys.Session(sessionId), lifetime, flags: flags), cancellationToken));

    public async Task<string?> DeleteAsync(string sessionId, CancellationToken cancellationToken) =>
        User(await redis.ExecuteAsync("GETDEL", (database, flags) => database.StringGetDeleteAsync(RedisKeys.Session(sessionId), flags: flags), cancellationToken));

    // A value that is no UTF-8 is nobody's: read as text, all such users would be one.
    private static string? User(RedisValue value)
    {
        byte[]? userId = value;
        return userId is not null && Utf8.IsValid(userId) ? Encoding.UTF8.GetString(userId) : null;
    }
}
