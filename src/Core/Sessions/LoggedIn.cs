using Portable.Http;

namespace Lessons;

/// <summary>The responses of all routes that open a session.</summary>
internal static class LoggedIn
{
    public static readonly AppResponse Failed = AppResponse.Error(500, "session-not-created", "We could not create your session");

    /// <summary>
    /// Redirects to the completed lessons. Status 303 turns a form's POST into a GET. Status 307 would repeat the POST, and the
    /// path of the completed lessons accepts only GET and HEAD.
    /// </summary>
    public static AppResponse Answer(AppRequest request, SetCookie cookie) =>
        AppResponse.Redirect(request.Method == "POST" ? 303 : 307, "/lessons/completed") with { Cookies = [cookie] };
}
