using Portable.Redis;

namespace Lessons;

/// <summary>
/// Manages accounts for the operator. Every method returns null on success. Otherwise it returns the reason as a sentence.
/// </summary>
public sealed class OperatorAccounts(AppSettings settings, AppStores stores, TimeProvider time)
{
    // The operator's command runs in a process of its own. This is the only client in the hashing queue of that process.
    private static readonly LoginSource Operator = new("", "");

    private readonly Sessions _sessions = new(settings, stores.Sessions, stores.SessionIndex, time);

    /// <exception cref="StoreException">A Redis command failed.</exception>
    public async Task<string?> AddAsync(string userId, string password, CancellationToken cancellationToken)
    {
        if ((Refuse(userId) ?? Refuse(userId, password)) is { } reason)
            return reason;
        var hash = await PasswordHashing.HashAsync(Operator, password, cancellationToken);
        var isAdded = !await stores.Accounts.ExistsAsync(userId, cancellationToken) && await stores.Accounts.TryAddAsync(userId, hash);
        return isAdded ? null : $"The account {userId} exists already.";
    }

    /// <summary>Sets a new password for an account, and ends its sessions.</summary>
    /// <exception cref="StoreException">A Redis command failed.</exception>
    public async Task<string?> ResetAsync(string userId, string password, CancellationToken cancellationToken)
    {
        if (Refuse(userId, password) is { } reason)
            return reason;
        if (await stores.Accounts.FindAsync(userId, cancellationToken) is not { } stored)
            return $"There is no account {userId}.";
        var newHash = await PasswordHashing.HashAsync(Operator, password, cancellationToken);
        if (!await stores.Accounts.TryReplaceAsync(userId, stored, newHash))
            return $"Somebody else changed or removed the account {userId} at the same time, and that change is kept. Run the command again.";
        await _sessions.EndAllAsync(userId, cancellationToken);
        return null;
    }

    /// <summary>
    /// Removes an account, and ends its sessions. The progress stays in Redis: a new account of the same name would have it.
    /// </summary>
    /// <exception cref="StoreException">A Redis command failed.</exception>
    public async Task<string?> RemoveAsync(string userId, CancellationToken cancellationToken)
    {
        var isRemoved = await stores.Accounts.RemoveAsync(userId, cancellationToken);
        await _sessions.EndAllAsync(userId, cancellationToken);
        return isRemoved ? null : $"There is no account {userId}.";
    }

    // A login accepts no userId that breaks these rules, so nobody could log in to such an account.
    private static string? Refuse(string userId) =>
        userId.Length > 0 && userId == userId.Trim() && KeyText.IsAcceptable(userId)
            ? null
            : "A userId has 1 to 200 bytes of UTF-8, no control character, and no space at its ends.";

    private static string? Refuse(string userId, string password) => PasswordPolicy.Refuse(password, userId) is { } reason ? reason + "." : null;
}
