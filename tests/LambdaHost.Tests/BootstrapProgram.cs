using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>Starts the program of the Lambda host: the published program if there is one, else the program that was built with the tests.</summary>
internal static class BootstrapProgram
{
    public static string Path { get; } = Programs.Published is { } folder && File.Exists(System.IO.Path.Combine(folder, "lambda", "bootstrap"))
        ? System.IO.Path.Combine(folder, "lambda", "bootstrap")
        : Programs.Built("LambdaHost", "bootstrap");

    // The variables that a developer's machine or Lambda may have set.
    private static readonly string[] Cleared =
    [
        "AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_LAMBDA_LOG_LEVEL", "AWS_LAMBDA_LOG_FORMAT",
        "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_SSM",
    ];

    /// <summary>Starts the program with only the given settings.</summary>
    public static ChildProcess Start(params (string Name, string Value)[] settings) => Programs.Start(Path, [], Environment(settings));

    /// <summary>Runs a shell script that starts the program as <c>$0</c>.</summary>
    public static ChildProcess StartInShell(string script, params (string Name, string Value)[] settings)
    {
        Needs.Unix("/bin/sh");
        return Programs.Start("/bin/sh", ["-c", script, Path], Environment(settings));
    }

    private static Dictionary<string, string> Environment((string Name, string Value)[] settings)
    {
        var environment = Cleared.ToDictionary(name => name, _ => "", StringComparer.Ordinal);
        foreach (var (name, value) in settings)
            environment[name] = value;
        return environment;
    }
}
