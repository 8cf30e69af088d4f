namespace Lessons.TestKit;

/// <summary>Programs that a test may need.</summary>
public static class Tools
{
    public const string NoRedisServer = "redis-server is not installed. make setup installs it";
    public const string NoChromium = "Chromium is not installed. make setup installs it, or set CHROMIUM to the path of a Chromium";

    /// <summary>True if redis-server is not installed and tests may be skipped. In CI on Linux it is false, so that the tests fail.</summary>
    public static bool LacksRedisServer { get; } = !IsInstalled("redis-server") && Needs.MaySkip;

    /// <summary>The path of the browser: the value of <c>CHROMIUM</c>, otherwise <c>chromium</c> in the PATH. Null if there is none.</summary>
    public static string? Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } program ? program : Find("chromium");

    /// <summary>True if Chromium is not installed and tests may be skipped. In CI on Linux it is false, so that the tests fail.</summary>
    public static bool LacksChromium { get; } = Chromium is null && Needs.MaySkip;

    /// <summary>Returns true if unshare cannot create a mount namespace and tests may be skipped. In CI on Linux it returns false.</summary>
    public static async Task<bool> LacksMountNamespacesAsync()
    {
        if (!Needs.MaySkip)
            return false;
        if (!IsInstalled("unshare"))
            return true;
        await using var attempt = Programs.Start("unshare", ["--map-root-user", "--mount", "true"]);
        return await attempt.WaitForExitAsync() != 0;
    }

    private static bool IsInstalled(string program) => Find(program) is not null;

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
