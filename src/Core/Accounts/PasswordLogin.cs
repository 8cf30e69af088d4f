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
        var attempt = await throttle.BeginAsync(request, userId, cancellationToken);
        if (attempt.Wait is { } wait)
            return Throttle.TooMany(wait);
        var verifying = VerifyAsync(Throttle.SourceOf(request, userId), userId, password, cancellationToken);
        var hash = await throttle.DecideAsync(attempt, verifying, cancellationToken);
        if (hash is null)
            return Wrong;
        await throttle.SucceedAsync(attempt, cancellationToken);
        return await sessions.BeginAsync(request, userId, hash, cancellationToken) is { } cookie ? LoggedIn.Answer(request, cookie) : Wrong;
    }

    /// <summary>The account's hash, raised to today's cost, if that is its password; else null.</summary>
    private async Task<string?> VerifyAsync(LoginSource client, string userId, string password, CancellationToken cancellationToken)
    {
        var hash = await accounts.FindHashAsync(userId, cancellationToken);
        var result = await PasswordHashing.VerifyAsync(client, hash, password, cancellationToken);
        if (hash is null || result == PasswordVerificationResult.Failed)
            return null;
        if (result == PasswordVerificationResult.Success)
            return hash;
        var newHash = await PasswordHashing.HashAsync(client, password, cancellationToken);
        // Not cancelled halfway: the old hash, which is cheaper to guess at, would stay.
        return await accounts.TryReplaceAsync(userId, hash, newHash, CancellationToken.None)
            ? newHash
            : await VerifyAsync(client, userId, password, cancellationToken); // somebody else was first: with the same password?
    }
}
