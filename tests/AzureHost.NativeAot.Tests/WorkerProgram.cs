using System.Globalization;
using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>The worker's program, started as the Functions host does: what was published where there is such, else what was built.</summary>
internal static class WorkerProgram
{
    private static readonly string Path = Programs.Published is { } folder && File.Exists(System.IO.Path.Combine(folder, "azure-aot", "lessons-worker"))
        ? System.IO.Path.Combine(folder, "azure-aot", "lessons-worker")
        : Built;

    /// <summary>What was built with the tests, wherever the tests look.</summary>
    public static string Built => Programs.Built("AzureHost.NativeAot", "lessons-worker");

    /// <summary>Starts it with no other settings than those given.</summary>
    public static ChildProcess Start(int port, params (string Name, string Value)[] settings) => StartWith(Arguments(port), settings);

    public static ChildProcess StartWith(string[] arguments, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in settings)
            environment[name] = value; // the last one counts
        return ChildProcess.Start(Path, arguments, environment);
    }

    public static string[] Arguments(int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        return
        [
            "--host", "127.0.0.1", "--port", number, "--workerId", "worker-1", "--requestId", "start-1", "--grpcMaxMessageLength", "2147483647",
            "--functions-uri", $"http://127.0.0.1:{number}/", "--functions-worker-id", "worker-1", "--functions-request-id", "start-1", "--functions-grpc-max-message-length", "2147483647",
        ];
    }
}
