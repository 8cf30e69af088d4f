using System.Text.Json;

namespace Lessons.FunctionsLocal;

/// <summary>A function app's folder, with all files that the Functions host needs.</summary>
internal sealed record FunctionApp(string Folder, string RoutePrefix, TimeSpan FunctionTimeout, WorkerConfig Worker)
{
    private const string Loader = "Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll";

    /// <exception cref="FormatException">The folder, a file or a value is missing, or a value is not valid. The message names the file.</exception>
    public static FunctionApp Read(string path)
    {
        var folder = Path.GetFullPath(path);
        if (!Directory.Exists(folder))
            throw new FormatException($"There is no {path}. Build the function app, or name its folder with --app.");

        var host = AppFile.Read(Path.Combine(folder, "host.json"));
        if (host.Text("version") != "2.0")
            throw host.Wrong("version must be \"2.0\".");
        CheckExtensions(folder);
        return new(
            folder,
            host.Text("extensions", "http", "routePrefix") ?? "api",
            host.Time("functionTimeout") ?? TimeSpan.FromMinutes(30),
            WorkerConfig.Read(folder));
    }

    /// <summary>Calls the method when host.json is written, because the Functions host then starts a new worker.</summary>
    public FileSystemWatcher WatchHostJson(Action changed)
    {
        var watcher = new FileSystemWatcher(Folder, "host.json");
        watcher.Changed += (_, _) => changed();
        watcher.Created += (_, _) => changed();
        watcher.Renamed += (_, _) => changed();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    // The Functions host requests the worker's functions only if this extension is loaded.
    private static void CheckExtensions(string folder)
    {
        var file = AppFile.Read(Path.Combine(folder, "extensions.json"));
        var hint = file.Find("extensions") is { ValueKind: JsonValueKind.Array } extensions
            ? extensions.EnumerateArray().Select(HintPath).FirstOrDefault(hint => hint.EndsWith(Loader, StringComparison.Ordinal))
            : null;
        if (hint is null)
            throw file.Wrong($"no extension has a hintPath to {Loader}: the Functions host would answer every path with 404.");
        var loader = Path.GetFullPath(Path.Combine(folder, hint));
        if (!File.Exists(loader))
            throw file.Wrong($"there is no {loader}: the Functions host would answer every path with 404.");
    }

    private static string HintPath(JsonElement extension) =>
        extension.ValueKind == JsonValueKind.Object && extension.TryGetProperty("hintPath", out var hint) ? hint.ToString() : "";
}
