using Portable.Redis;

namespace Lessons;

/// <summary>All stores, and the function that checks whether Redis responds.</summary>
public sealed record AppStores(ISessionStore Sessions, ISessionIndex SessionIndex, IProgressStore Progress, IAccountStore Accounts, IAttemptStore Attempts, Func<CancellationToken, Task> PingAsync)
{
    public static AppStores In(RedisConnection redis) => new(
        new RedisSessionStore(redis),
        new RedisSessionIndex(redis),
        new RedisProgressStore(redis),
        new RedisAccountStore(redis),
        new RedisAttemptStore(redis),
        redis.PingAsync);
}
