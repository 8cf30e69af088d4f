using Portable.Http;

namespace Lessons;

/// <summary>Returns the login mode, whether a user may register, and which user is logged in. This request does not extend the session.</summary>
internal sealed class SessionState(AppSettings settings, Sessions sessions)
{
    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        var session = await sessions.FindAsync(request, isUse: false, cancellationToken);
        return AppResponse.Json(200, json =>
        {
            json.WriteString("LoginMode"u8, settings.LoginMode == LoginMode.Open ? "open"u8 : "password"u8);
            json.WriteString("Registration"u8, settings is { LoginMode: LoginMode.Password, IsRegistrationOpen: true } ? "open"u8 : "closed"u8);
            json.WriteString("UserId"u8, session?.UserId);
        });
    }
}
