using Portable.Redis;

namespace Lessons;

/// <summary>Counts that expire by themselves. Every method throws <see cref="StoreException"/> when Redis does not answer as it should.</summary>
public interface IAttemptStore
{
    /// <summary>
    /// Adds to a count, which begins at 0. Returns it, and how long it lasts; null when it has no end yet. The caller cannot cancel it:
    /// a count without an end would stay.
    /// </summary>
    Task<(long Count, TimeSpan? Left)> AddAsync(string key, int number);

    /// <summary>Gives a count its end.</summary>
    Task ExpireAsync(string key, TimeSpan window);

    Task<bool> IsKnownAsync(string key, CancellationToken cancellationToken);

    Task RememberAsync(string key, TimeSpan time, CancellationToken cancellationToken);
}
