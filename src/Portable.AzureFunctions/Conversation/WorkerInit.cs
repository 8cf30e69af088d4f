using System.Runtime.InteropServices;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>Creates the worker's answer to WorkerInitRequest, with its capabilities and its metadata.</summary>
internal static class WorkerInit
{
    // Every version of the host accepts "true".
    private const string Yes = "true";

    private static readonly string[] Capabilities =
    [
        "RpcHttpBodyOnly", // the host sends the body once, without a parsed copy
        "RawHttpBodyBytes", // the host sends the body's bytes unchanged, not as text
        "RpcHttpTriggerMetadataRemoved", // the host does not repeat the request as metadata
        "UseNullableValueDictionaryForHttp", // the host sends empty header values too
        "HandlesWorkerTerminateMessage",
        "HandlesInvocationCancelMessage",
        "WorkerStatus",
        "EnableUserCodeException",
    ];

    public static WorkerInitResponse Answer()
    {
        var answer = new WorkerInitResponse { Result = Result.Of(null), WorkerMetadata = Metadata() };
        foreach (var capability in Capabilities)
            answer.Capabilities[capability] = Yes;
        return answer;
    }

    public static WorkerMetadata Metadata() => new()
    {
        RuntimeName = ".NET",
        RuntimeVersion = Environment.Version.ToString(),
        WorkerVersion = typeof(WorkerInit).Assembly.GetName().Version?.ToString() ?? "",
        WorkerBitness = RuntimeInformation.ProcessArchitecture.ToString(),
    };
}
