using Portable.Redis;

namespace Lessons.Server;

/// <summary>A Redis that runs inside the program, for development. It serves this machine only.</summary>
public interface IOwnRedis : IDisposable
{
    /// <summary>The URL on which this Redis listens.</summary>
    RedisUrl Url { get; }

    /// <summary>
    /// Waits for <paramref name="serverEnd"/> and returns null when that task has ended. Returns a sentence if this Redis fails
    /// before that.
    /// </summary>
    Task<string?> FailureBeforeAsync(Task serverEnd);
}
