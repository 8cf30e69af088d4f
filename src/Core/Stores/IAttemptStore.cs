using Portable.Redis;

namespace Lessons;

/// <summary>Counts that expire by themselves. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface IAttemptStore
{
    /// <summary>Adds to a count, which begins at 0 and ends a window later. Returns it, and how long it lasts.</summary>
    Task<(long Count, TimeSpan Left)> AddAsync(string key, int number, TimeSpan window, CancellationToken cancellationToken);

    Task<bool> IsKnownAsync(string key, CancellationToken cancellationToken);

    Task RememberAsync(string key, TimeSpan time, CancellationToken cancellationToken);
}
