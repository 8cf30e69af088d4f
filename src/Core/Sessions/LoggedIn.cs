using Portable.Http;

namespace Lessons;

/// <summary>The answers of everything that opens a session.</summary>
internal static class LoggedIn
{
    public static readonly AppResponse Failed = AppResponse.Error(500, "session-not-created", "We could not create your session");

    /// <summary>On to the lessons. 303 turns a form's POST into a GET; 307 would post again to a page that can only be read.</summary>
    public static AppResponse Answer(AppRequest request, SetCookie cookie) =>
        AppResponse.Redirect(request.Method == "POST" ? 303 : 307, "/lessons/completed") with { Cookies = [cookie] };
}
