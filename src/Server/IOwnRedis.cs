using Portable.Redis;

namespace Lessons.Server;

/// <summary>A Redis that runs inside the program, for development. It accepts connections from this machine only.</summary>
public interface IOwnRedis : IDisposable
{
    /// <summary>The URL on which this Redis listens.</summary>
    RedisUrl Url { get; }

    /// <summary>
    /// Waits until <paramref name="serverEnd"/> has ended, and returns null. If this Redis fails earlier, returns the reason as a
    /// sentence.
    /// </summary>
    Task<string?> FailureBeforeAsync(Task serverEnd);
}
