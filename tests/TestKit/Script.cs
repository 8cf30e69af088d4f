namespace Lessons.TestKit;

/// <summary>Writes shell scripts that replace programs in a test.</summary>
public static class Script
{
    /// <summary>Writes a script that this user may run. Skips the running test on Windows, which cannot run such a file.</summary>
    public static void Write(string path, string text)
    {
        Needs.Unix("scripts that begin with #!");
        if (OperatingSystem.IsWindows())
            return; // The analyser does not see that the line above ends the test.
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
