using System.Diagnostics.CodeAnalysis;
using Portable.Http;

namespace Lessons;

/// <summary>
/// Reads the passwords of a request, exactly as the client sent them. The passwords and the userId are read only from the body,
/// because a query ends up in logs and browser histories.
/// </summary>
internal static class Credentials
{
    private static readonly AppResponse MissingPassword = AppResponse.Error(400, "missing-password", "Missing required password");
    private static readonly AppResponse MissingNewPassword = AppResponse.Error(400, "missing-new-password", "Missing required newPassword");

    public static bool TryRead(AppRequest request, out string userId, out string password, [NotNullWhen(false)] out AppResponse? error)
    {
        (userId, password) = ("", "");
        return TryReadBody(request, out var form, out error)
            && UserIds.TryRead(form, out userId, out error)
            && TryReadText(form, "password", MissingPassword, out password, out error);
    }

    public static bool TryReadChange(AppRequest request, out string password, out string newPassword, [NotNullWhen(false)] out AppResponse? error)
    {
        (password, newPassword) = ("", "");
        return TryReadBody(request, out var form, out error)
            && TryReadText(form, "password", MissingPassword, out password, out error)
            && TryReadText(form, "newPassword", MissingNewPassword, out newPassword, out error);
    }

    private static bool TryReadBody(AppRequest request, out Form form, [NotNullWhen(false)] out AppResponse? error)
    {
        error = Form.TryRead(request with { Query = "" }, out form) ? null : Errors.MalformedRequest;
        return error is null;
    }

    private static bool TryReadText(Form form, string name, AppResponse missing, out string text, [NotNullWhen(false)] out AppResponse? error)
    {
        text = form[name] ?? "";
        error = text.Length > 0 ? null : missing;
        return error is null;
    }
}
