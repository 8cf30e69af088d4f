namespace Lessons.Features;

internal static class Session
{
    /// <summary>How long a session lasts, in Redis and as the cookie's Max-Age. Use does not extend it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
}
