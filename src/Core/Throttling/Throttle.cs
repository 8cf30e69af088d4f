using System.Globalization;
using Lessons.Http;
using Lessons.Stores;

namespace Lessons.Throttling;

/// <summary>
/// Slows guessing down. Attempts are counted before a password is hashed, by address and by account; those that
/// succeed are taken off again. All addresses that an account does not know share one count of it, and each that it
/// knows, by a login within 30 days, has its own, whatever else comes from there: so strangers, however many and
/// however near, lock out only one another.
/// </summary>
internal sealed class Throttle(IAttemptStore attempts)
{
    // A class behind one address may mistype now and then.
    private const int AddressLimit = 50;
    private const int AccountLimit = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Counts a registration. Returns null when it may go on, else how long to wait.</summary>
    public Task<TimeSpan?> CountAsync(AppRequest request, CancellationToken cancellationToken) =>
        CountAsync(RedisKeys.AddressAttempts(AddressBlock.Of(request.RemoteAddress)), AddressLimit, cancellationToken);

    public async Task<Attempt> BeginAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        var address = AddressBlock.Of(request.RemoteAddress);
        if (await attempts.IsKnownAsync(RedisKeys.KnownAddress(userId, address), cancellationToken))
        {
            var key = RedisKeys.KnownAttempts(userId, address);
            return new(userId, address, [key], await CountAsync(key, AccountLimit, cancellationToken));
        }

        string[] keys = [RedisKeys.AddressAttempts(address), RedisKeys.StrangersAttempts(userId)];
        return new(userId, address, keys, await CountAsync(request, cancellationToken) ?? await CountAsync(keys[1], AccountLimit, cancellationToken));
    }

    /// <summary>Counts an attempt at a user's password by whoever has that session: nobody else is in its way.</summary>
    public Task<TimeSpan?> CountChangeAsync(string userId, string sessionId, CancellationToken cancellationToken) =>
        CountAsync(RedisKeys.SessionAttempts(userId, sessionId), AccountLimit, cancellationToken);

    public async Task SucceedAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        foreach (var key in attempt.Keys)
            await attempts.AddAsync(key, -1, Window, cancellationToken);
        await RememberAsync(attempt.UserId, attempt.Address, cancellationToken);
    }

    /// <summary>The account knows the request's address from now on.</summary>
    public Task RememberAsync(AppRequest request, string userId, CancellationToken cancellationToken) =>
        RememberAsync(userId, AddressBlock.Of(request.RemoteAddress), cancellationToken);

    public static AppResponse TooMany(TimeSpan wait)
    {
        var answer = AppResponse.Error(429, "Too many attempts");
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return answer with { Headers = [.. answer.Headers, new("Retry-After", seconds)] };
    }

    private Task RememberAsync(string userId, string address, CancellationToken cancellationToken) =>
        attempts.RememberAsync(RedisKeys.KnownAddress(userId, address), Memory, cancellationToken);

    private async Task<TimeSpan?> CountAsync(string key, int limit, CancellationToken cancellationToken)
    {
        var (count, left) = await attempts.AddAsync(key, 1, Window, cancellationToken);
        return count > limit ? left : null;
    }
}
