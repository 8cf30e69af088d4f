using Google.Protobuf.Collections;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>Takes over an app's environment, where the host started this worker before it had the app, or it has changed.</summary>
internal static class EnvironmentReload
{
    private const string BadName = "The name of an environment variable must be neither empty nor hold a '='.";

    public static FunctionEnvironmentReloadResponse Answer(FunctionEnvironmentReloadRequest request, Application application, Task inFlight) => new()
    {
        Result = Result.Of(Take(request.EnvironmentVariables, application, inFlight)),
        WorkerMetadata = WorkerInit.Metadata(),
    };

    // All of them or none. Where nothing has changed, the application stays.
    private static string? Take(MapField<string, string> variables, Application application, Task inFlight)
    {
        if (variables.Keys.Any(name => name is "" or ['\0', ..] || name.Contains('=', StringComparison.Ordinal)))
            return BadName;
        var hasChanged = application.HasFailed;
        foreach (var (name, value) in variables)
        {
            hasChanged |= (Environment.GetEnvironmentVariable(name) ?? "") != value;
            Environment.SetEnvironmentVariable(name, value);
        }

        return hasChanged ? application.Create(inFlight) : null;
    }
}
