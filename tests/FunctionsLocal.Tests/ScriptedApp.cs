using System.Globalization;
using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>
/// A function app whose program writes its folder and its arguments to a file, and then waits. The test sends the worker's messages on the
/// stream. When the test writes an exit code to the file <c>exit-PID</c>, the program exits with this code.
/// </summary>
internal sealed class ScriptedApp : IDisposable
{
    private const string Program = """
        #!/bin/sh
        printf '%s\n' "$PWD" "$FUNCTIONS_WORKER_RUNTIME" "$@" > started
        mv started "started-$$"
        while [ ! -f "exit-$$" ]; do sleep 0.05; done
        exit "$(cat "exit-$$")"
        """;

    private const string Loader = ".azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll";

    private readonly TempFolder _folder = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public ScriptedApp()
    {
        Write("host.json", """{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""");
        Write("worker.config.json", WorkerConfig());
        Write("extensions.json", $$"""{"extensions":[{"name":"Startup","hintPath":"./{{Loader}}"}]}""");
        Directory.CreateDirectory(System.IO.Path.Combine(Path, ".azurefunctions"));
        Write(Loader, "");
        Script.Write(System.IO.Path.Combine(Path, "worker"), Program);
    }

    public string Path => _folder.Path;

    public static string WorkerConfig(string description = "", string rest = "") =>
        $$"""{"description":{"language":"dotnet-isolated","defaultExecutablePath":"{WorkerRoot}worker","workerIndexing":"true","canUsePlaceholder":false{{description}}}{{rest}}}""";

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Remove(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    /// <summary>Starts the stand-in. Unless the port is 0, the stand-in also listens on IPv6.</summary>
    public ChildProcess Start(int port = 0, params string[] options) => Programs.Start(
        Programs.Built("FunctionsLocal", "functions-local"),
        ["--app", Path, .. options],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = port.ToString(CultureInfo.InvariantCulture), ["UPSTASH_REDIS_URL"] = "redis://127.0.0.1:1" });

    /// <summary>Starts functions-local, and sends it the messages that a worker sends at its start. Returns when functions-local serves requests.</summary>
    public Task<StandIn> StartServiceAsync(int port, params string[] capabilities) => StartServiceAsync(port, [], capabilities);

    public async Task<StandIn> StartServiceAsync(int port, string[] options, string[] capabilities)
    {
        var process = Start(port, options);
        await Eventually.HoldsAsync("a worker is started, or the stand-in has exited", () => Task.FromResult(process.HasExited || Started().Any()));
        if (!Started().Any())
        {
            await process.WaitForExitAsync();
            throw new InvalidOperationException($"The stand-in has exited:\n{process.Output}");
        }

        var worker = await NextWorkerAsync();
        await worker.OpenAsync(capabilities);
        return new(await RunningHost.WaitForAsync(process), worker);
    }

    /// <summary>Waits for a worker that this method has not returned before. The worker's stream has no message yet.</summary>
    public async Task<ScriptedWorker> NextWorkerAsync()
    {
        await Eventually.HoldsAsync("a worker is started", () => Task.FromResult(Started().Any()));
        var file = Started().First();
        _seen.Add(file);
        var id = file[(file.LastIndexOf('-') + 1)..];
        return new(await File.ReadAllLinesAsync(file), code => Exit(id, code));
    }

    // The file is written under another name first, so that the program never reads half of the file.
    private void Exit(string id, int code)
    {
        Write($"exiting-{id}", code.ToString(CultureInfo.InvariantCulture));
        File.Move(System.IO.Path.Combine(Path, $"exiting-{id}"), System.IO.Path.Combine(Path, $"exit-{id}"));
    }

    private IEnumerable<string> Started() => Directory.GetFiles(Path, "started-*").Where(file => !_seen.Contains(file));

    public void Dispose() => _folder.Dispose();
}
