using Lessons.TestKit;

namespace Portable.Tests;

/// <summary>Starts the probe, or the tool that replaces a platform in front of the probe.</summary>
internal static class ProbePrograms
{
    public static string Probe { get; } = Programs.Built("Probe", "probe");

    // The first of two equal options counts.
    public static Task<RunningHost> StartLambdaAsync(params string[] options) =>
        StartAsync(Programs.Built("LambdaLocal", "lambda-local"), [.. options, "--bootstrap", Probe, "--timeout", "5"]);

    /// <summary>Starts a function app in a folder.</summary>
    public static Task<RunningHost> StartAzureAsync(string app) => StartAsync(Programs.Built("FunctionsLocal", "functions-local"), "--app", app);

    // Without this URL the tools would start an embedded Redis, which this application does not use.
    public static Task<RunningHost> StartAsync(string program, params string[] arguments) => RunningHost.StartProgramAsync(
        program,
        arguments,
        Programs.Variables(new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = "0", ["UPSTASH_REDIS_URL"] = "redis://127.0.0.1:1" }));
}
