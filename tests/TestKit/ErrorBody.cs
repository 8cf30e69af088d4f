namespace Lessons.TestKit;

/// <summary>Returns the body of an error response for its message. The codes are those of the wire contract.</summary>
public static class ErrorBody
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["Missing required userId"] = "missing-user-id",
        ["Invalid userId"] = "invalid-user-id",
        ["Invalid lessonSlug"] = "invalid-lesson-slug",
        ["Unknown lesson"] = "unknown-lesson",
        ["Too many lessons"] = "too-many-lessons",
        ["Malformed request"] = "malformed-request",
        ["Not found"] = "not-found",
        ["Method not allowed"] = "method-not-allowed",
        ["Body too large"] = "body-too-large",
        ["Cross-origin request refused"] = "cross-origin",
        ["Wrong userId or password"] = "wrong-credentials",
        ["userId is taken"] = "user-id-taken",
        ["Registration is closed"] = "registration-closed",
        ["Too many attempts"] = "too-many-attempts",
        ["Too busy"] = "busy",
        ["Out of time"] = "out-of-time",
        ["The service is not configured"] = "not-configured",
        ["We could not create your session"] = "session-not-created",
        ["We could not validate the provided session ID"] = "session-not-checked",
        ["We could not load your lessons..."] = "lessons-not-loaded",
        ["We could not save your progression..."] = "progress-not-saved",
        ["The body came too slowly"] = "request-timeout",
        ["Internal server error"] = "internal",
        ["We could not end your session"] = "session-not-ended",
        ["We could not save your password"] = "password-not-saved",
        ["Missing required password"] = "missing-password",
        ["Missing required newPassword"] = "missing-new-password",
        ["The password must have 8 to 128 characters"] = "weak-password",
        ["The password is too common"] = "weak-password",
        ["The password must not be the userId"] = "weak-password",
    };

    public static string Of(string message) => $$"""{"Message":"{{message}}","Code":"{{Codes[message]}}"}""";
}
