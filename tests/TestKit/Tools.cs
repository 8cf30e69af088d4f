namespace Lessons.TestKit;

/// <summary>Programs that a test may need.</summary>
public static class Tools
{
    public const string NoRedisServer = "redis-server is not installed";

    /// <summary>Whether a test that needs redis-server is to be skipped. In CI it is not: there it must fail.</summary>
    public static bool LacksRedisServer { get; } = !IsInstalled("redis-server") && Environment.GetEnvironmentVariable("CI") != "true";

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
