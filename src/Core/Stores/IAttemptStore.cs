using Portable.Redis;

namespace Lessons;

/// <summary>
/// Counts that expire by themselves. Every method throws <see cref="StoreException"/> when a Redis command fails.
/// </summary>
public interface IAttemptStore
{
    /// <summary>
    /// Adds to a count, which begins at 0. Returns the count and its time to live, which is null when it is not set yet. The
    /// caller cannot cancel the call, because a count without a time to live would stay for ever.
    /// </summary>
    Task<(long Count, TimeSpan? Left)> AddAsync(string key, int number);

    /// <summary>Sets the time to live of a count.</summary>
    Task ExpireAsync(string key, TimeSpan window);

    Task<bool> IsKnownAsync(string key, CancellationToken cancellationToken);

    Task RememberAsync(string key, TimeSpan time, CancellationToken cancellationToken);
}
