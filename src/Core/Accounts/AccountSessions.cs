using Portable.Http;

namespace Lessons;

/// <summary>Opens a session after the password of an account was verified.</summary>
internal sealed class AccountSessions(IAccountStore accounts, Sessions sessions)
{
    /// <summary>
    /// Opens a session. Returns null when the account no longer has the hash <paramref name="hash"/>: while this request verified
    /// the old password, another request may have changed the password or removed the account. That request ended only the
    /// sessions that existed then, so this method ends the new session.
    /// </summary>
    public async Task<SetCookie?> BeginAsync(AppRequest request, string userId, string hash, CancellationToken cancellationToken)
    {
        var cookie = await sessions.BeginAsync(request, userId, cancellationToken);
        if ((await accounts.FindAsync(userId, cancellationToken))?.Hash == hash)
            return cookie;
        await sessions.EndAsync(cookie.Value, cancellationToken);
        return null;
    }
}
