using Portable.Http;

namespace Lessons;

/// <summary>Opens sessions for whoever has shown an account's password.</summary>
internal sealed class AccountSessions(IAccountStore accounts, Sessions sessions)
{
    /// <summary>
    /// Null when the account's hash is not that one any more. The password may have been changed, or the account
    /// removed, while the old one was being verified: whoever did that ended the sessions that there were, and this
    /// one came too late to be among them.
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
