using Portable.Redis;

namespace Lessons.Server;

/// <summary>A Redis that the program brings with it, for development. It serves this machine only.</summary>
public interface IOwnRedis : IDisposable
{
    /// <summary>Where it listens.</summary>
    RedisUrl Url { get; }

    /// <summary>Waits for the task, and returns null when it has ended. Returns a sentence where the Redis cannot go on before that.</summary>
    Task<string?> FailureBeforeAsync(Task serverEnd);
}
