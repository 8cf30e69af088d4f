using Lessons.Http;
using Lessons.Stores;
using Microsoft.Extensions.Logging;

namespace Lessons.Features;

/// <summary>Opens a session for whoever names a user: mode <c>open</c>, the article's demo, checks no password.</summary>
internal sealed class Login(ISessionStore sessions, string cookieName, TimeProvider time, ILogger logger)
{
    private static readonly AppResponse Malformed = AppResponse.Error(400, "Malformed request");
    private static readonly AppResponse MissingUserId = AppResponse.Error(400, "Missing required userId");
    private static readonly AppResponse InvalidUserId = AppResponse.Error(400, "Invalid userId");
    private static readonly AppResponse CreateFailed = AppResponse.Error(500, "We could not create your session");

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (!Form.TryRead(request, out var form))
            return Malformed;
        var userId = form["userId"]?.Trim();
        if (string.IsNullOrEmpty(userId))
            return MissingUserId;
        if (!Text.IsAcceptable(userId))
            return InvalidUserId;

        var sessionId = Ksuid.New(time);
        try
        {
            await sessions.CreateAsync(sessionId, userId, cancellationToken);
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "SET session", exception.Reason, request.RequestId);
            return CreateFailed;
        }

        // 303 turns a form's POST into a GET; 307 would post again to a page that can only be read.
        var redirect = AppResponse.Redirect(request.Method == "POST" ? 303 : 307, "/lessons/completed");
        return redirect with { Cookies = [new(cookieName, sessionId, Session.Lifetime, request.IsHttps)] };
    }
}
