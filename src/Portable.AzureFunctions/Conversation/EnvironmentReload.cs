using Google.Protobuf.Collections;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>Takes over an app's environment, where the host started this worker before it had the app, or it has changed.</summary>
internal static class EnvironmentReload
{
    private const string BadName = "The name of an environment variable must be neither empty nor hold a '='.";

    /// <param name="request">The app's whole environment.</param>
    /// <param name="application">Is created anew where the environment has changed.</param>
    /// <param name="inFlight">Returns what completes when all that is in flight has been answered.</param>
    public static async Task<FunctionEnvironmentReloadResponse> AnswerAsync(
        FunctionEnvironmentReloadRequest request, Application application, Func<Task> inFlight) => new()
        {
            Result = Result.Of(await TakeAsync(request.EnvironmentVariables, application, inFlight)),
            WorkerMetadata = WorkerInit.Metadata(),
        };

    // All of them or none. Where nothing has changed, the application stays.
    private static async Task<string?> TakeAsync(MapField<string, string> variables, Application application, Func<Task> inFlight)
    {
        if (variables.Keys.Any(name => name is "" or ['\0', ..] || name.Contains('=', StringComparison.Ordinal)))
            return BadName;
        await application.Creation;
        var hasChanged = application.HasFailed;
        foreach (var (name, value) in variables)
        {
            hasChanged |= (Environment.GetEnvironmentVariable(name) ?? "") != value;
            Environment.SetEnvironmentVariable(name, value);
        }

        return hasChanged ? await application.CreateAsync(inFlight) : null;
    }
}
