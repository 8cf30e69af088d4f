namespace Lessons.TestKit;

/// <summary>Programs that a test may need.</summary>
public static class Tools
{
    public const string NoRedisServer = "redis-server is not installed. make setup installs it";
    public const string NoChromium = "Chromium is not installed. make setup installs it, or CHROMIUM names one";

    /// <summary>Whether a test that needs redis-server is to be skipped. In CI it is not: there it must fail.</summary>
    public static bool LacksRedisServer { get; } = !IsInstalled("redis-server") && Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>The browser: the one that <c>CHROMIUM</c> names, or Debian's.</summary>
    public static string? Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } program ? program : Find("chromium");

    /// <summary>Whether a test that needs a browser is to be skipped; in CI it is not.</summary>
    public static bool LacksChromium { get; } = Chromium is null && Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>Whether a test that needs a mount namespace of its own is to be skipped; in CI it is not.</summary>
    public static async Task<bool> LacksMountNamespacesAsync()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            return false;
        if (!IsInstalled("unshare"))
            return true;
        await using var attempt = ChildProcess.Start("unshare", ["--map-root-user", "--mount", "true"]);
        return await attempt.WaitForExitAsync() != 0;
    }

    private static bool IsInstalled(string program) => Find(program) is not null;

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
