using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>Says how a user logs in here, and who is logged in. To ask does not keep a session alive.</summary>
internal sealed class SessionState(AppSettings settings, Sessions sessions, ILogger logger)
{
    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var session = await sessions.PeekAsync(request, cancellationToken);
            return AppResponse.Json(200, json =>
            {
                json.WriteString("LoginMode"u8, settings.LoginMode == LoginMode.Open ? "open"u8 : "password"u8);
                json.WriteString("Registration"u8, settings is { LoginMode: LoginMode.Password, IsRegistrationOpen: true } ? "open"u8 : "closed"u8);
                json.WriteString("UserId"u8, session?.UserId);
            });
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "GET session", exception.Reason, request.RequestId);
            return SessionGuard.LookupFailed;
        }
    }
}
