using System.Globalization;

namespace Lessons.Conformance;

/// <summary>Values that no other test uses.</summary>
internal static class Some
{
    private static int s_count;

    /// <summary>A KSUID that no session has: the public format's own example.</summary>
    public const string UnknownSession = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";

    public const string CookieName = "xxx_session_id";

    public static string User() => "user-" + Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture);
}
