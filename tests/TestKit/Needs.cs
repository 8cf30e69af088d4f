using Xunit;

namespace Lessons.TestKit;

/// <summary>Skips a test on a machine without the feature or program that the test uses. In CI on Linux no test is skipped.</summary>
public static class Needs
{
    /// <summary>Whether a test may be skipped because a program is not installed. False in CI on Linux.</summary>
    public static bool MaySkip { get; } = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>Skips the running test on Windows.</summary>
    public static void Unix(string what) => Skip(OperatingSystem.IsWindows(), $"Windows has no {what}");

    /// <summary>Skips the running test on every system but Linux.</summary>
    public static void Linux(string what) => Skip(!OperatingSystem.IsLinux(), $"Only Linux has {what}");

    /// <summary>Skips the running test if redis-server is not installed.</summary>
    public static void RedisServer() => Skip(Tools.LacksRedisServer, Tools.NoRedisServer);

    /// <summary>Skips the running test if this machine forbids mount namespaces, as many containers do.</summary>
    public static async Task MountNamespacesAsync() =>
        Skip(await Tools.LacksMountNamespacesAsync(), "unshare cannot create a mount namespace on this machine");

    /// <summary>Skips the running test if dotnet wrote that the tools of .config/dotnet-tools.json are not restored.</summary>
    public static void DotnetTools(string output) =>
        Skip(MaySkip && output.Contains("\"dotnet tool restore\"", StringComparison.Ordinal), "PowerShell is missing. Run make setup, which restores PowerShell");

    private static void Skip(bool isMissing, string reason) => Assert.SkipWhen(isMissing, reason); // Each method above gives the reason.
}
