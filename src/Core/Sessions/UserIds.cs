using System.Diagnostics.CodeAnalysis;
using Portable.Http;

namespace Lessons;

/// <summary>Reads the userId of a form, trims it and checks it.</summary>
internal static class UserIds
{
    private static readonly AppResponse Missing = AppResponse.Error(400, "missing-user-id", "Missing required userId");
    private static readonly AppResponse Invalid = AppResponse.Error(400, "invalid-user-id", "Invalid userId");

    public static bool TryRead(Form form, out string userId, [NotNullWhen(false)] out AppResponse? error)
    {
        userId = form["userId"]?.Trim() ?? "";
        error = userId.Length == 0 ? Missing : KeyText.IsAcceptable(userId) ? null : Invalid;
        return error is null;
    }
}
