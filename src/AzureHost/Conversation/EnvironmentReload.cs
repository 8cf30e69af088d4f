using Lessons.AzureHost.Protocol;

namespace Lessons.AzureHost.Conversation;

/// <summary>Takes over an app's environment, where the host started this worker before it knew of the app.</summary>
internal static class EnvironmentReload
{
    public static FunctionEnvironmentReloadResponse Answer(FunctionEnvironmentReloadRequest request, Service service, Task inFlight) => new()
    {
        Result = Result.Of(Set(request.EnvironmentVariables) ?? service.Open(inFlight)),
        WorkerMetadata = WorkerInit.Metadata(),
    };

    private static string? Set(IDictionary<string, string> variables)
    {
        try
        {
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable(name, value);
            return null;
        }
        catch (ArgumentException)
        {
            return "The name of an environment variable must be neither empty nor hold a '='.";
        }
    }
}
