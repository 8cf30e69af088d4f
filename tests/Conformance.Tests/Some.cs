using System.Globalization;

namespace Lessons.Conformance;

/// <summary>Values for tests. <see cref="Address"/> and <see cref="User"/> return a value that no other test uses.</summary>
internal static class Some
{
    private static int s_count;

    /// <summary>A valid session id without a session: an example of the public KSUID format.</summary>
    public const string UnknownSession = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";

    public const string CookieName = "xxx_session_id";

    /// <summary>The origin of a front end that <see cref="HostPool.GetCourseAsync"/> allows.</summary>
    public const string FrontEnd = "https://app.example.com";

    /// <summary>The lessons of <see cref="HostPool.GetCourseAsync"/>.</summary>
    public const string Catalogue = """
        [
          {"slug": "types", "title": "Types", "course": "Go", "order": 2},
          {"slug": "intro", "title": "Introduction", "course": "Go", "order": 1},
          {"slug": "caf\u00e9", "title": "Coffee break"}
        ]
        """;

    /// <summary>A password that the rules for new passwords accept.</summary>
    public const string Password = "correct horse battery";

    /// <summary>Returns a loopback address that no other test uses, so that the throttle has no count for it.</summary>
    public static string Address()
    {
        var number = Interlocked.Increment(ref s_count);
        return string.Create(CultureInfo.InvariantCulture, $"127.1.{number / 250}.{(number % 250) + 1}");
    }

    public static string User() => "user-" + Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture);
}
