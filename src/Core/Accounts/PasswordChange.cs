using Microsoft.AspNetCore.Identity;
using Portable.Http;

namespace Lessons;

/// <summary>Changes a user's password. All sessions of the user end. The client receives a new session.</summary>
internal sealed class PasswordChange(IAccountStore accounts, Throttle throttle, Sessions sessions, AccountSessions accountSessions)
{
    public static readonly StoreFailure Failure =
        new("Password change", AppResponse.Error(500, "password-not-saved", "We could not save your password"));

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, Session session, CancellationToken cancellationToken)
    {
        if (!Credentials.TryReadChange(request, out var password, out var newPassword, out var error))
            return error;
        var userId = session.UserId;
        if (PasswordPolicy.Refuse(newPassword, userId) is { } reason)
            return AppResponse.Error(400, "weak-password", reason);
        var attempt = await throttle.CountChangeAsync(userId, session.Id);
        if (attempt.Wait is { } wait)
            return Throttle.TooMany(wait);
        var changing = TryChangeAsync(Throttle.SourceOf(request, userId), userId, password, newPassword, cancellationToken);
        var hash = await throttle.DecideAsync(attempt, changing);
        if (hash is null)
            return PasswordLogin.Wrong;

        // The new password is stored, so the old sessions end even if the client has disconnected. Otherwise a client that logged
        // in with the old password would stay logged in.
        await sessions.EndAllAsync(userId, CancellationToken.None);
        return await accountSessions.BeginAsync(request, userId, hash, CancellationToken.None) is { } cookie ? new(204) { Cookies = [cookie] } : PasswordLogin.Wrong;
    }

    /// <summary>
    /// Returns the new hash. Returns null if the password is wrong, or if another request has changed the password in the
    /// meantime: the new hash replaces only the hash that was verified.
    /// </summary>
    private async Task<string?> TryChangeAsync(LoginSource client, string userId, string password, string newPassword, CancellationToken cancellationToken)
    {
        var stored = await accounts.FindAsync(userId, cancellationToken);
        var result = await PasswordHashing.VerifyAsync(client, stored?.Hash, password, cancellationToken);
        if (stored is null || result == PasswordVerificationResult.Failed)
            return null;
        var newHash = await PasswordHashing.HashAsync(client, newPassword, cancellationToken);
        return await accounts.TryReplaceAsync(userId, stored, newHash) ? newHash : null;
    }
}
