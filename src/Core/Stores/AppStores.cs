using Portable.Redis;

namespace Lessons;

/// <summary>Everything that is kept, and the question whether it answers.</summary>
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
