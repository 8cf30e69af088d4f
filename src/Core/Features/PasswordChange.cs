using Lessons.Http;
using Lessons.Passwords;
using Lessons.Stores;
using Lessons.Throttling;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Lessons.Features;

/// <summary>Changes a user's password. All sessions end; whoever changed it goes on in a new one.</summary>
internal sealed class PasswordChange(IAccountStore accounts, Throttle throttle, Sessions sessions, ILogger logger)
{
    private static readonly AppResponse SaveFailed = AppResponse.Error(500, "We could not save your password");

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        if (!Credentials.TryReadChange(request, out var password, out var newPassword, out var error))
            return error;
        if (PasswordPolicy.Refuse(newPassword, userId) is { } reason)
            return AppResponse.Error(400, reason);
        try
        {
            var attempt = await throttle.BeginAsync(request, userId, cancellationToken);
            if (attempt.Wait is { } wait)
                return Throttle.TooMany(wait);
            if (!await TryChangeAsync(userId, password, newPassword, cancellationToken))
                return PasswordLogin.Wrong;

            // What is changed is followed through, whoever has left meanwhile: whoever knew the old one must go.
            await sessions.EndAllAsync(userId, CancellationToken.None);
            await throttle.SucceedAsync(attempt, CancellationToken.None);
            return new(204) { Cookies = [await sessions.BeginAsync(request, userId, CancellationToken.None)] };
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "Password change", exception.Reason, request.RequestId);
            return SaveFailed;
        }
    }

    // Against the hash that was verified: of two changes at once, the second knows a password that is no longer it.
    private async Task<bool> TryChangeAsync(string userId, string password, string newPassword, CancellationToken cancellationToken)
    {
        var hash = await accounts.FindHashAsync(userId, cancellationToken);
        if (await PasswordHashing.VerifyAsync(hash, password, cancellationToken) == PasswordVerificationResult.Failed)
            return false;
        var newHash = await PasswordHashing.HashAsync(newPassword, cancellationToken);
        return await accounts.TryReplaceAsync(userId, hash!, newHash, CancellationToken.None);
    }
}
