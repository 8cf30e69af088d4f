using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>The Kestrel host's program: what was published where there is such, else what was built.</summary>
internal static class KestrelProgram
{
    private static readonly string Path = Programs.Published is { } folder
        ? System.IO.Path.Combine(folder, "server", "lessons-server")
        : Programs.Built("KestrelHost", "lessons-server");

    /// <summary>Starts it on a port that the system chooses, with no other settings than those given.</summary>
    public static ChildProcess Start(string workingFolder, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0" };
        foreach (var (name, value) in settings)
            environment[name] = value;
        return ChildProcess.Start(Path, [], environment, workingFolder);
    }

    /// <summary>Starts it by a shell script, in which it is <c>$0</c>.</summary>
    public static ChildProcess StartInShell(string workingFolder, string script, params (string Name, string Value)[] settings) =>
        ChildProcess.Start("/bin/sh", ["-c", script, Path], settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal), workingFolder);

    /// <summary>Starts it by a command whose last argument is a shell script, in which it is <c>$0</c>.</summary>
    public static ChildProcess StartByCommand(string workingFolder, string[] command) =>
        ChildProcess.Start(command[0], [.. command[1..], Path], new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0" }, workingFolder);

    /// <summary>Runs a command of it: arguments, settings, and what is typed into it.</summary>
    public static ChildProcess Run(string workingFolder, string[] arguments, string input, params (string Name, string Value)[] settings) =>
        ChildProcess.Start(Path, arguments, settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal), workingFolder, input);

    public static Task<Service> StartServiceAsync(string workingFolder, params (string Name, string Value)[] settings) =>
        Service.WaitForAsync(Start(workingFolder, settings));
}
