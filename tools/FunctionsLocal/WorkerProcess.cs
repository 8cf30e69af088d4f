using System.ComponentModel;
using System.Diagnostics;

namespace Lessons.FunctionsLocal;

/// <summary>The worker's process. It is started as the Functions host starts a worker. Its output is copied to this program's output.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    // A worker marks a line with this prefix if the line is for the host's log and not for the user's log. The output omits the prefix.
    private const string HostLogPrefix = "LanguageWorkerConsoleLog";

    private readonly Process _process;

    private WorkerProcess(Process process) => (_process, Exit) = (process, WaitAsync(process));

    /// <summary>Completes with the exit code when the process has exited.</summary>
    public Task<int> Exit { get; }

    /// <exception cref="WorkerException">The operating system cannot start the program.</exception>
    public static WorkerProcess Start(FunctionApp app, string workerId, int port, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(app.Worker.Executable, Arguments(app, workerId, port))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = app.Folder,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, e) => Print(Console.Out, e.Data);
        process.ErrorDataReceived += (_, e) => Print(Console.Error, e.Data, "[Warning] "); // the host shows each such line as a warning
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new WorkerException($"The worker cannot be run: {exception.Message}");
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>Kills the process if it is still running.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await Exit;
        _process.Dispose();
    }

    // Each value is passed twice: with its older option and with its newer option, whose name begins with "--functions-".
    private static List<string> Arguments(FunctionApp app, string workerId, int port)
    {
        var requestId = Guid.NewGuid().ToString();
        List<string> arguments = app.Worker.WorkerPath is { } path ? [path] : [];
        arguments.AddRange(["--host", "127.0.0.1", "--port", $"{port}", "--workerId", workerId, "--requestId", requestId, "--grpcMaxMessageLength", $"{int.MaxValue}"]);
        arguments.AddRange(["--functions-uri", $"http://127.0.0.1:{port}/", "--functions-worker-id", workerId, "--functions-request-id", requestId, "--functions-grpc-max-message-length", $"{int.MaxValue}"]);
        return arguments;
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static void Print(TextWriter output, string? line, string level = "")
    {
        if (line is not null)
            output.WriteLine(level + (line.StartsWith(HostLogPrefix, StringComparison.Ordinal) ? line[HostLogPrefix.Length..] : line));
    }
}
