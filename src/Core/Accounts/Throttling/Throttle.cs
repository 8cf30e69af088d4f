using Portable.Http;

namespace Lessons;

/// <summary>
/// Slows guessing down. Attempts are counted before a password is hashed, by address and by account; those that
/// succeed are taken off again. All addresses that an account does not know share one count of it, and each that it
/// knows, by a login within 30 days, has its own, whatever else comes from there: so strangers elsewhere,
/// however many, lock out only one another. Whoever shares an address that the account knows shares its count. Where a host sees
/// no addresses, all clients are strangers: logins are counted by account alone, and registrations all together.
/// </summary>
internal sealed class Throttle(IAttemptStore attempts)
{
    private const int AccountLimit = 10;

    private static readonly AppResponse Refused = AppResponse.Error(429, "too-many-attempts", "Too many attempts");

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Counts a registration.</summary>
    public async Task<Attempt> CountAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        var blocks = AddressBlock.Of(request.RemoteAddress);
        var (keys, wait) = await CountAsync(blocks, cancellationToken);
        return new(userId, blocks[0].Name, keys, wait);
    }

    public async Task<Attempt> BeginAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        var blocks = AddressBlock.Of(request.RemoteAddress);
        var address = blocks[0].Name;
        if (blocks[0] == AddressBlock.Unknown)
            return await BeginAsStrangerAsync(userId, address, [], cancellationToken);
        if (await attempts.IsKnownAsync(RedisKeys.KnownAddress(userId, address), cancellationToken))
        {
            var key = RedisKeys.KnownAttempts(userId, address);
            return new(userId, address, [key], await CountAsync(key, AccountLimit, cancellationToken));
        }

        var (keys, wait) = await CountAsync(blocks, cancellationToken);
        return wait is null
            ? await BeginAsStrangerAsync(userId, address, keys, cancellationToken)
            : new(userId, address, keys, wait);
    }

    /// <summary>Counts an attempt at a user's password by whoever has that session: nobody else is in its way.</summary>
    public async Task<Attempt> CountChangeAsync(string userId, string sessionId, CancellationToken cancellationToken)
    {
        var key = RedisKeys.SessionAttempts(userId, sessionId);
        return new(userId, "", [key], await CountAsync(key, AccountLimit, cancellationToken));
    }

    /// <summary>Waits for what an attempt hashes. Where too many passwords wait, the attempt is not decided and is taken off again.</summary>
    /// <exception cref="BusyException">Too many passwords are waiting.</exception>
    public async Task<T> DecideAsync<T>(Attempt attempt, Task<T> hashing, CancellationToken cancellationToken)
    {
        try
        {
            return await hashing;
        }
        catch (BusyException)
        {
            await GiveBackAsync(attempt, cancellationToken);
            throw;
        }
    }

    public async Task SucceedAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await GiveBackAsync(attempt, cancellationToken);
        await RememberAsync(attempt.UserId, attempt.Address, cancellationToken);
    }

    /// <summary>Whoever shares processors with others: see <see cref="HashingQueue"/>.</summary>
    public static LoginSource SourceOf(AppRequest request, string userId) => new(AddressBlock.Of(request.RemoteAddress)[0].Name, userId);

    /// <summary>The account knows the request's address from now on.</summary>
    public Task RememberAsync(AppRequest request, string userId, CancellationToken cancellationToken) =>
        RememberAsync(userId, AddressBlock.Of(request.RemoteAddress)[0].Name, cancellationToken);

    public static AppResponse TooMany(TimeSpan wait) => Refused.WithRetryAfter(wait);

    private async Task<Attempt> BeginAsStrangerAsync(string userId, string address, string[] keys, CancellationToken cancellationToken)
    {
        var strangers = RedisKeys.StrangersAttempts(userId);
        return new(userId, address, [.. keys, strangers], await CountAsync(strangers, AccountLimit, cancellationToken));
    }

    private async Task GiveBackAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        foreach (var key in attempt.Keys)
            await attempts.AddAsync(key, -1, Window, cancellationToken);
    }

    private Task RememberAsync(string userId, string address, CancellationToken cancellationToken) => address == AddressBlock.Unknown.Name
        ? Task.CompletedTask
        : attempts.RememberAsync(RedisKeys.KnownAddress(userId, address), Memory, cancellationToken);

    // The smallest block first: what exceeds it counts for no larger one, so that it does not lock its neighbours out.
    private async Task<(string[] Keys, TimeSpan? Wait)> CountAsync(AddressBlock[] blocks, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        foreach (var block in blocks)
        {
            keys.Add(RedisKeys.AddressAttempts(block.Name));
            if (await CountAsync(keys[^1], block.Limit, cancellationToken) is { } wait)
                return ([.. keys], wait);
        }

        return ([.. keys], null);
    }

    private async Task<TimeSpan?> CountAsync(string key, int limit, CancellationToken cancellationToken)
    {
        var (count, left) = await attempts.AddAsync(key, 1, Window, cancellationToken);
        return count > limit ? left : null;
    }
}
