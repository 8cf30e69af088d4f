using Microsoft.AspNetCore.Identity;
using Portable.Http;

namespace Lessons;

/// <summary>Opens a session for a client that sends the account's password.</summary>
internal sealed class PasswordLogin(IAccountStore accounts, Throttle throttle, AccountSessions sessions)
{
    public static readonly StoreFailure Failure = new("Login", LoggedIn.Failed);

    public static readonly AppResponse Wrong = AppResponse.Error(403, "wrong-credentials", "Wrong userId or password");

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (!Credentials.TryRead(request, out var userId, out var password, out var error))
            return error;
        var finding = accounts.FindAsync(userId, cancellationToken);
        var counting = throttle.BeginAsync(request, userId, cancellationToken);
        await Task.WhenAll(finding, counting); // in parallel, to save a round trip; the password is hashed only after the attempt is counted
        var (stored, attempt) = (await finding, await counting);
        if (attempt.Wait is { } wait)
            return Throttle.TooMany(wait);
        var verifying = VerifyAsync(Throttle.SourceOf(request, userId), userId, stored, password, cancellationToken);
        var hash = await throttle.DecideAsync(attempt, verifying);
        if (hash is null)
            return Wrong;
        // If SucceedAsync fails, the response is 500, and the client does not receive the new session's cookie.
        var beginning = sessions.BeginAsync(request, userId, hash, cancellationToken);
        await Task.WhenAll(throttle.SucceedAsync(attempt, cancellationToken), beginning);
        return await beginning is { } cookie ? LoggedIn.Answer(request, cookie) : Wrong;
    }

    /// <summary>
    /// Returns the account's hash if the password is right, and null otherwise. A hash of a lower cost is replaced by a hash of the current cost.
    /// </summary>
    private async Task<string?> VerifyAsync(LoginSource client, string userId, StoredPassword? stored, string password, CancellationToken cancellationToken)
    {
        var result = await PasswordHashing.VerifyAsync(client, stored?.Hash, password, cancellationToken);
        if (stored is null || result == PasswordVerificationResult.Failed)
            return null;
        if (result == PasswordVerificationResult.Success)
            return stored.Hash;
        var newHash = await PasswordHashing.HashAsync(client, password, cancellationToken);
        if (await accounts.TryReplaceAsync(userId, stored, newHash))
            return newHash;
        // Another request has changed the hash in the meantime, perhaps to another hash of the same password. So the new hash is
        // verified.
        return await VerifyAsync(client, userId, await accounts.FindAsync(userId, cancellationToken), password, cancellationToken);
    }
}
