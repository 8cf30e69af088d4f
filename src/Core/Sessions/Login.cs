using Portable.Http;

namespace Lessons;

/// <summary>
/// Opens a session for the user that the request names. Mode <c>open</c>, which is the article's demo, checks no password.
/// </summary>
internal sealed class Login(Sessions sessions)
{
    public static readonly StoreFailure Failure = new("SET session", LoggedIn.Failed);

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (!Form.TryRead(request, out var form))
            return Errors.MalformedRequest;
        if (!UserIds.TryRead(form, out var userId, out var error))
            return error;
        return LoggedIn.Answer(request, await sessions.BeginAsync(request, userId, cancellationToken));
    }
}
