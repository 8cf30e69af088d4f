using System.Globalization;

namespace Lessons.Conformance;

/// <summary>Values that no other test uses.</summary>
internal static class Some
{
    private static int s_count;

    /// <summary>A KSUID that no session has: the public format's own example.</summary>
    public const string UnknownSession = "0ujtsYcgvSTl8PAuAdqWYSMnLOv";

    public const string CookieName = "xxx_session_id";

    /// <summary>A page's origin that <see cref="HostPool.GetCourseAsync"/> allows.</summary>
    public const string FrontEnd = "https://app.example.com";

    /// <summary>The lessons of <see cref="HostPool.GetCourseAsync"/>.</summary>
    public const string Catalogue = """
        [
          {"slug": "types", "title": "Types", "course": "Go", "order": 2},
          {"slug": "intro", "title": "Introduction", "course": "Go", "order": 1},
          {"slug": "caf\u00e9", "title": "Coffee break"}
        ]
        """;

    /// <summary>A password that may be chosen.</summary>
    public const string Password = "correct horse battery";

    /// <summary>An address of loopback, so that no test has tried too often from it.</summary>
    public static string Address()
    {
        var number = Interlocked.Increment(ref s_count);
        return string.Create(CultureInfo.InvariantCulture, $"127.1.{number / 250}.{(number % 250) + 1}");
    }

    public static string User() => "user-" + Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture);
}
