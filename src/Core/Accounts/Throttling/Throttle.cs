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
    public Task<Attempt> CountAsync(AppRequest request, string userId)
    {
        var blocks = AddressBlock.Of(request.RemoteAddress);
        return CountAsync(userId, blocks[0].Name, LimitsOf(blocks));
    }

    /// <summary>Counts a login.</summary>
    public async Task<Attempt> BeginAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        var blocks = AddressBlock.Of(request.RemoteAddress);
        var address = blocks[0].Name;
        var strangers = (RedisKeys.StrangersAttempts(userId), AccountLimit);
        if (blocks[0] == AddressBlock.Unknown)
            return await CountAsync(userId, address, [strangers]);
        return await attempts.IsKnownAsync(RedisKeys.KnownAddress(userId, address), cancellationToken)
            ? await CountAsync(userId, address, [(RedisKeys.KnownAttempts(userId, address), AccountLimit)])
            : await CountAsync(userId, address, [.. LimitsOf(blocks), strangers]);
    }

    /// <summary>Counts an attempt at a user's password by whoever has that session: nobody else is in its way.</summary>
    public Task<Attempt> CountChangeAsync(string userId, string sessionId) =>
        CountAsync(userId, "", [(RedisKeys.SessionAttempts(userId, sessionId), AccountLimit)]);

    /// <summary>Waits for what an attempt hashes. Where too many passwords wait, the attempt is not decided and is taken off again.</summary>
    /// <exception cref="BusyException">Too many passwords are waiting.</exception>
    public async Task<T> DecideAsync<T>(Attempt attempt, Task<T> hashing)
    {
        try
        {
            await Task.WhenAll(hashing, attempt.Expiring); // of two failures the first one's exception is thrown
            return await hashing;
        }
        catch (BusyException)
        {
            await GiveBackAsync(attempt);
            throw;
        }
    }

    /// <summary>Takes an attempt off its counts. Its address counts as known to the account from now on.</summary>
    public Task SucceedAsync(Attempt attempt, CancellationToken cancellationToken) =>
        Task.WhenAll(GiveBackAsync(attempt), RememberAsync(attempt, cancellationToken));

    /// <summary>The attempt's address counts as known to the account from now on.</summary>
    public Task RememberAsync(Attempt attempt, CancellationToken cancellationToken) => attempt.Address == AddressBlock.Unknown.Name
        ? Task.CompletedTask
        : attempts.RememberAsync(RedisKeys.KnownAddress(attempt.UserId, attempt.Address), Memory, cancellationToken);

    /// <summary>Whoever shares processors with others: see <see cref="HashingQueue"/>.</summary>
    public static LoginSource SourceOf(AppRequest request, string userId) => new(AddressBlock.Of(request.RemoteAddress)[0].Name, userId);

    public static AppResponse TooMany(TimeSpan wait) => Refused.WithRetryAfter(wait);

    private static IEnumerable<(string Key, int Limit)> LimitsOf(AddressBlock[] blocks) =>
        blocks.Select(block => (RedisKeys.AddressAttempts(block.Name), block.Limit));

    /// <summary>
    /// Counts under one key after the other, the smallest block of addresses first and the account last. What exceeds a limit counts
    /// under no further key: so it locks neither its neighbours nor an account out.
    /// </summary>
    private async Task<Attempt> CountAsync(string userId, string address, IEnumerable<(string Key, int Limit)> limits)
    {
        var counted = new List<string>();
        var expiring = Task.CompletedTask;
        foreach (var (key, limit) in limits)
        {
            var counting = attempts.AddAsync(key, 1);
            await Task.WhenAll(expiring, counting);
            counted.Add(key);
            var (count, left) = await counting;
            expiring = left is null ? attempts.ExpireAsync(key, Window) : Task.CompletedTask;
            if (count <= limit)
                continue;
            await expiring;
            return new(userId, address, [.. counted], left ?? Window, Task.CompletedTask);
        }

        return new(userId, address, [.. counted], null, expiring);
    }

    private Task GiveBackAsync(Attempt attempt) =>
        Task.WhenAll(attempt.Keys.Select(async key =>
        {
            var (_, left) = await attempts.AddAsync(key, -1);
            if (left is null) // the count had ended meanwhile
                await attempts.ExpireAsync(key, Window);
        }));
}
