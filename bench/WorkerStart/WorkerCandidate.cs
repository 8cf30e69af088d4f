using System.Text.Json;
using Lessons.ColdStart;

namespace Lessons.WorkerStart;

/// <summary>A function app to measure: what is run, and the arguments before those of the Functions host.</summary>
internal sealed record WorkerCandidate(string Name, string Folder, string Program, string[] Arguments)
{
    public Measurements Measurements { get; set; } = new();

    /// <summary>Reads worker.config.json in the app's folder.</summary>
    public static WorkerCandidate Read(string name, string folder)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "worker.config.json")));
        var description = file.RootElement.GetProperty("description");
        string Locate(string path) => Path.GetFullPath(Path.Combine(folder, path.Replace("{WorkerRoot}", "", StringComparison.Ordinal)));
        var program = description.GetProperty("defaultExecutablePath").GetString()!;
        return new(
            name,
            Path.GetFullPath(folder),
            program == "dotnet" ? FindInPath(program) : Locate(program),
            description.TryGetProperty("defaultWorkerPath", out var path) ? [Locate(path.GetString()!)] : []);
    }

    /// <summary>What the Functions host sets besides.</summary>
    public string[] Environment =>
    [
        "FUNCTIONS_WORKER_RUNTIME=dotnet-isolated",
        $"FUNCTIONS_WORKER_DIRECTORY={Folder}",
        $"FUNCTIONS_APPLICATION_DIRECTORY={Folder}",
    ];

    private static string FindInPath(string program) => System.Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .First(File.Exists);
}
