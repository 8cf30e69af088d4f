using System.Text;
using System.Text.Unicode;
using Lessons.Features;

namespace Lessons.Stores;

/// <summary>A session is the key <c>session:{id}</c>, its value the userId, its time to live the session's.</summary>
public sealed class RedisSessionStore(RedisConnection redis) : ISessionStore
{
    public Task CreateAsync(string sessionId, string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync("SET", database => database.StringSetAsync("session:" + sessionId, userId, Session.Lifetime), cancellationToken);

    /// <summary>A value that is no UTF-8 is nobody's: read as text, all such users would be one.</summary>
    public async Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken)
    {
        byte[]? userId = await redis.ExecuteAsync("GET", database => database.StringGetAsync("session:" + sessionId), cancellationToken);
        return userId is not null && Utf8.IsValid(userId) ? Encoding.UTF8.GetString(userId) : null;
    }
}
