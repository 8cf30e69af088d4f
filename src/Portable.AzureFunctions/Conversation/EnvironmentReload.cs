using Google.Protobuf.Collections;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>Sets an app's environment. The host sends the environment after a change, or if this worker started before the host had the app.</summary>
internal static class EnvironmentReload
{
    private const string BadName = "The name of an environment variable must not be empty or contain '='.";

    /// <param name="request">The app's whole environment.</param>
    /// <param name="application">The application. It is created again if a variable has changed or the last creation failed.</param>
    /// <param name="inFlight">Returns a task that completes when all invocations in flight have been answered.</param>
    public static async Task<FunctionEnvironmentReloadResponse> AnswerAsync(
        FunctionEnvironmentReloadRequest request, Application application, Func<Task> inFlight) => new()
        {
            Result = Result.Of(await TakeAsync(request.EnvironmentVariables, application, inFlight)),
            WorkerMetadata = WorkerInit.Metadata(),
        };

    // If one name is not valid, no variable is set. If no variable has changed and the last creation succeeded, the application stays in use.
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
