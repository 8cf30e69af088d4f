namespace Lessons.FunctionsLocal;

/// <summary>The content of worker.config.json: the worker's program, and the time-outs of its start.</summary>
internal sealed record WorkerConfig(string Language, string Executable, string? WorkerPath, TimeSpan StartLimit, TimeSpan InitLimit)
{
    private const string Root = "{WorkerRoot}";
    private const string DotNet = "dotnet";

    /// <exception cref="FormatException">A file or a value is missing, or the Functions host would not accept a value.</exception>
    public static WorkerConfig Read(string folder)
    {
        var file = AppFile.Read(Path.Combine(folder, "worker.config.json"));
        if (!IsTrue(file.Text("description", "workerIndexing")))
            throw file.Wrong("workerIndexing must be true: otherwise the Functions host looks for function.json files.");

        var executable = Locate(folder, file.Text("description", "defaultExecutablePath") ?? throw file.Wrong("description.defaultExecutablePath is missing."));
        executable = executable == DotNet
            ? FindInPath(executable) ?? throw file.Wrong($"{executable} is not in PATH.")
            : FileName(Path.Combine(folder, executable));
        if (!File.Exists(executable))
            throw file.Wrong($"there is no {executable}.");
        if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(executable).HasFlag(UnixFileMode.UserExecute))
            throw file.Wrong($"{executable} cannot be run: its executable bit is not set.");
        var workerPath = file.Text("description", "defaultWorkerPath") is { Length: > 0 } path ? Path.Combine(folder, Locate(folder, path)) : null;
        if (workerPath is not null && !File.Exists(workerPath))
            throw file.Wrong($"there is no {workerPath}, which defaultWorkerPath names.");

        return new(
            file.Text("description", "language") ?? throw file.Wrong("description.language is missing."),
            executable,
            workerPath,
            file.Time("processOptions", "processStartupTimeout") ?? TimeSpan.FromSeconds(60),
            file.Time("processOptions", "initializationTimeout") ?? TimeSpan.FromSeconds(10));
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static string Locate(string folder, string path) =>
        path.StartsWith(Root, StringComparison.Ordinal) ? Path.Combine(folder, path[Root.Length..].TrimStart('/')) : path;

    // worker.config.json contains the program's name on Linux. On Windows, the name needs the extension .exe.
    private static string FileName(string path) => OperatingSystem.IsWindows() && !Path.HasExtension(path) ? path + ".exe" : path;

    // Finds dotnet, which runs Microsoft's worker.
    private static string? FindInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => FileName(Path.Combine(folder, program)))
        .FirstOrDefault(File.Exists);
}
