using Microsoft.AspNetCore.Identity;
using Portable.Http;

namespace Lessons;

/// <summary>Opens a session for whoever knows the account's password.</summary>
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
        await Task.WhenAll(finding, counting); // that saves a round trip; no password is hashed before the attempt is counted
        var (stored, attempt) = (await finding, await counting);
        if (attempt.Wait is { } wait)
            return Throttle.TooMany(wait);
        var verifying = VerifyAsync(Throttle.SourceOf(request, userId), userId, stored, password, cancellationToken);
        var hash = await throttle.DecideAsync(attempt, verifying);
        if (hash is null)
            return Wrong;
        // Where taking the attempt off fails, the answer is 500, and nobody has the new session's cookie.
        var beginning = sessions.BeginAsync(request, userId, hash, cancellationToken);
        await Task.WhenAll(throttle.SucceedAsync(attempt, cancellationToken), beginning);
        return await beginning is { } cookie ? LoggedIn.Answer(request, cookie) : Wrong;
    }

    /// <summary>The account's hash, raised to today's cost, if that is its password; else null.</summary>
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
        // Another request has changed it meanwhile, perhaps to a hash of the same password.
        return await VerifyAsync(client, userId, await accounts.FindAsync(userId, cancellationToken), password, cancellationToken);
    }
}
