using System.Globalization;
using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>Starts the worker's program as the Functions host does: the published program if there is one, otherwise the built program.</summary>
internal static class WorkerProgram
{
    private static readonly string Path = Programs.Published is { } folder && File.Exists(System.IO.Path.Combine(folder, "azure-aot", "lessons-worker"))
        ? System.IO.Path.Combine(folder, "azure-aot", "lessons-worker")
        : Built;

    /// <summary>The program that was built with the tests, even if the tests use the published program.</summary>
    public static string Built => Programs.Built("AzureHost.NativeAot", "lessons-worker");

    /// <summary>Starts the program with only the given settings.</summary>
    public static ChildProcess Start(int port, params (string Name, string Value)[] settings) => StartWith(Arguments(port), settings);

    public static ChildProcess StartWith(string[] arguments, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in settings)
            environment[name] = value; // the last value of a name is used
        return Programs.Start(Path, arguments, environment);
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
