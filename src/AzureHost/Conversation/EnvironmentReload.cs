using Google.Protobuf.Collections;
using Lessons.AzureHost.Protocol;

namespace Lessons.AzureHost.Conversation;

/// <summary>Takes over an app's environment, where the host started this worker before it knew of the app, or it has changed.</summary>
internal static class EnvironmentReload
{
    private const string BadName = "The name of an environment variable must be neither empty nor hold a '='.";

    public static FunctionEnvironmentReloadResponse Answer(FunctionEnvironmentReloadRequest request, Service service, Task inFlight) => new()
    {
        Result = Result.Of(Set(request.EnvironmentVariables) ?? service.Open(inFlight)),
        WorkerMetadata = WorkerInit.Metadata(),
    };

    // All of them or none.
    private static string? Set(MapField<string, string> variables)
    {
        if (variables.Keys.Any(name => name is "" or ['\0', ..] || name.Contains('=', StringComparison.Ordinal)))
            return BadName;
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
        return null;
    }
}
