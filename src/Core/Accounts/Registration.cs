using Portable.Http;

namespace Lessons;

/// <summary>Creates an account, and opens its first session.</summary>
internal sealed class Registration(bool isOpen, IAccountStore accounts, Throttle throttle, AccountSessions sessions)
{
    public static readonly StoreFailure Failure = new("Registration", LoggedIn.Failed);

    private static readonly AppResponse Closed = AppResponse.Error(403, "registration-closed", "Registration is closed");
    private static readonly AppResponse Taken = AppResponse.Error(409, "user-id-taken", "userId is taken");

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (!isOpen)
            return Closed;
        if (!Credentials.TryRead(request, out var userId, out var password, out var error))
            return error;
        if (PasswordPolicy.Refuse(password, userId) is { } reason)
            return AppResponse.Error(400, "weak-password", reason);
        var looking = accounts.ExistsAsync(userId, cancellationToken);
        var counting = throttle.CountAsync(request, userId);
        await Task.WhenAll(looking, counting);
        var attempt = await counting;
        if (attempt.Wait is { } wait)
            return Throttle.TooMany(wait);
        var hashing = PasswordHashing.HashAsync(Throttle.SourceOf(request, userId), password, cancellationToken);
        var hash = await throttle.DecideAsync(attempt, hashing);
        if (await looking || !await accounts.TryAddAsync(userId, hash))
            return Taken;
        var beginning = sessions.BeginAsync(request, userId, hash, cancellationToken);
        await Task.WhenAll(throttle.RememberAsync(attempt, cancellationToken), beginning);
        return await beginning is { } cookie ? LoggedIn.Answer(request, cookie) : PasswordLogin.Wrong;
    }
}
