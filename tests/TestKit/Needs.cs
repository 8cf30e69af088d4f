using Xunit;

namespace Lessons.TestKit;

/// <summary>Skips a test on a machine without the feature or program that the test uses. In CI on Linux no test is skipped.</summary>
public static class Needs
{
    /// <summary>Whether a test may be skipped because a program is not installed. False in CI on Linux.</summary>
    public static bool MaySkip { get; } = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>Skips the running test on Windows.</summary>
    public static void Unix(string what) => Assert.SkipWhen(OperatingSystem.IsWindows(), $"Windows has no {what}");

    /// <summary>Skips the running test on every system but Linux.</summary>
    public static void Linux(string what) => Assert.SkipUnless(OperatingSystem.IsLinux(), $"Only Linux has {what}");
}
