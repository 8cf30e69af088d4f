using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>A program of the plain server.</summary>
internal sealed class KestrelProgram
{
    private readonly string _path;

    private KestrelProgram(string path) => _path = path;

    /// <summary>The server that is deployed: the published program if PUBLISHED is set, otherwise the built program.</summary>
    public static KestrelProgram Deployed { get; } = new(Programs.Published is { } folder
        ? Path.Combine(folder, "server", "lessons-server")
        : Programs.Built("KestrelHost.NativeAot", "lessons-server"));

    /// <summary>The development server, which has the embedded Redis and the exporter of telemetry.</summary>
    public static KestrelProgram Development { get; } = new(Programs.Built("KestrelHost", "lessons-server"));

    /// <summary>A server with the exporter of telemetry: the program that <c>make test-otlp</c> published, otherwise the development server.</summary>
    public static KestrelProgram WithOtlp { get; } =
        Environment.GetEnvironmentVariable("OTLP_SERVER") is { Length: > 0 } path ? new(path) : Development;

    /// <summary>Starts the program with these settings and the defaults of <see cref="ChildProcess"/>. The default of <c>PORT</c> is 0.</summary>
    public ChildProcess Start(string workingFolder, params (string Name, string Value)[] settings)
    {
        var variables = Variables(settings);
        variables.TryAdd("PORT", "0");
        return Programs.Start(_path, [], variables, workingFolder);
    }

    /// <summary>Runs a shell script that starts the program. In the script, <c>$0</c> is the program.</summary>
    public ChildProcess StartInShell(string workingFolder, string script, params (string Name, string Value)[] settings)
    {
        Needs.Unix("/bin/sh");
        return Programs.Start("/bin/sh", ["-c", script, _path], Variables(settings), workingFolder);
    }

    /// <summary>
    /// Runs a command whose last argument is a shell script that starts the program. In the script, <c>$0</c> is the program.
    /// </summary>
    public ChildProcess StartByCommand(string workingFolder, string[] command) =>
        Programs.Start(command[0], [.. command[1..], _path], new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0" }, workingFolder);

    /// <summary>Runs the program with these arguments, this standard input and these settings.</summary>
    public ChildProcess Run(string workingFolder, string[] arguments, string input, params (string Name, string Value)[] settings) =>
        Programs.Start(_path, arguments, Variables(settings), workingFolder, input);

    public Task<RunningHost> StartServiceAsync(string workingFolder, params (string Name, string Value)[] settings) =>
        RunningHost.WaitForAsync(Start(workingFolder, settings));

    private static Dictionary<string, string> Variables((string Name, string Value)[] settings) =>
        settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
}
