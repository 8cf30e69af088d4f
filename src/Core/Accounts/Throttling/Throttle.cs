using Portable.Http;

namespace Lessons;

/// <summary>
/// Slows down the guessing of passwords. An attempt is counted before a password is hashed, by block of addresses and by account.
/// A successful login is subtracted again. A registration and a change of a password stay counted. An address is known to an
/// account for 30 days after a login or the registration from that address. Each known address has its own count for the account,
/// and other attempts from that address do not change this count. All other addresses share one count for the account. So clients
/// at unknown addresses, however many, lock out only one another. A client that shares a known address also shares its count. If
/// the host cannot read the clients' addresses, all addresses are unknown: logins are counted by account alone, and all
/// registrations share one count.
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

    /// <summary>
    /// Counts an attempt to change a user's password. The count belongs to the session alone, so no other client can use it up.
    /// </summary>
    public Task<Attempt> CountChangeAsync(string userId, string sessionId) =>
        CountAsync(userId, "", [(RedisKeys.SessionAttempts(userId, sessionId), AccountLimit)]);

    /// <summary>
    /// Waits for the hash of an attempt. If too many passwords are waiting, the attempt has no outcome and is subtracted again.
    /// </summary>
    /// <exception cref="BusyException">Too many passwords are waiting.</exception>
    public async Task<T> DecideAsync<T>(Attempt attempt, Task<T> hashing)
    {
        try
        {
            await Task.WhenAll(hashing, attempt.Expiring); // if both fail, the exception of hashing is thrown
            return await hashing;
        }
        catch (BusyException)
        {
            await GiveBackAsync(attempt);
            throw;
        }
    }

    /// <summary>Subtracts a successful login from its counts. From now on, its address is known to the account.</summary>
    public Task SucceedAsync(Attempt attempt, CancellationToken cancellationToken) =>
        Task.WhenAll(GiveBackAsync(attempt), RememberAsync(attempt, cancellationToken));

    /// <summary>Stores that the address of the attempt is known to the account from now on.</summary>
    public Task RememberAsync(Attempt attempt, CancellationToken cancellationToken) => attempt.Address == AddressBlock.Unknown.Name
        ? Task.CompletedTask
        : attempts.RememberAsync(RedisKeys.KnownAddress(attempt.UserId, attempt.Address), Memory, cancellationToken);

    /// <summary>Returns the client for which <see cref="HashingQueue"/> hashes the password of this request.</summary>
    public static LoginSource SourceOf(AppRequest request, string userId) => new(AddressBlock.Of(request.RemoteAddress)[0].Name, userId);

    public static AppResponse TooMany(TimeSpan wait) => Refused.WithRetryAfter(wait);

    private static IEnumerable<(string Key, int Limit)> LimitsOf(AddressBlock[] blocks) =>
        blocks.Select(block => (RedisKeys.AddressAttempts(block.Name), block.Limit));

    /// <summary>
    /// Counts an attempt under one key after the other: the smallest block of addresses first, the account last. An attempt that
    /// exceeds the limit of a block is not counted for the larger blocks and for the account. So such attempts do not lock out
    /// other addresses of the larger blocks, and they do not lock the account.
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
            if (left is null) // the count had expired in the meantime
                await attempts.ExpireAsync(key, Window);
        }));
}
