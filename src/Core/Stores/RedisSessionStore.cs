using Lessons.Features;

namespace Lessons.Stores;

/// <summary>A session is the key <c>session:{id}</c>, its value the userId, its time to live the session's.</summary>
public sealed class RedisSessionStore(RedisConnection redis) : ISessionStore
{
    public Task CreateAsync(string sessionId, string userId, CancellationToken cancellationToken) =>
        redis.ExecuteAsync(database => database.StringSetAsync("session:" + sessionId, userId, Session.Lifetime), cancellationToken);

    public async Task<string?> FindUserAsync(string sessionId, CancellationToken cancellationToken) =>
        await redis.ExecuteAsync(database => database.StringGetAsync("session:" + sessionId), cancellationToken);
}
