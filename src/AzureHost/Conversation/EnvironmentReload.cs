using Lessons.AzureHost.Protocol;
using Lessons.Stores;

namespace Lessons.AzureHost.Conversation;

/// <summary>Takes over the environment of an app, where the host started this worker before it knew of one.</summary>
internal static class EnvironmentReload
{
    public static FunctionEnvironmentReloadResponse Answer(FunctionEnvironmentReloadRequest request, Service service, Invocations invocations)
    {
        foreach (var (name, value) in request.EnvironmentVariables)
            Environment.SetEnvironmentVariable(name, value);
        var before = service.Open();
        if (before is not null)
            _ = CloseAsync(before, invocations);
        return new() { Result = Result.Of(service.Error), WorkerMetadata = WorkerInit.Metadata() };
    }

    private static async Task CloseAsync(RedisConnection connection, Invocations invocations)
    {
        await invocations.InFlight;
        await connection.DisposeAsync();
    }
}
