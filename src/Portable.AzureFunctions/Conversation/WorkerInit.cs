using System.Runtime.InteropServices;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>The worker's introduction of itself.</summary>
internal static class WorkerInit
{
    // The value counts for nothing: the host asks whether there is one.
    private const string Yes = "true";

    private static readonly string[] Capabilities =
    [
        "RpcHttpBodyOnly", // the body once, not parsed a second time
        "RawHttpBodyBytes", // and as it came, not as text
        "RpcHttpTriggerMetadataRemoved", // nor the whole request again as metadata
        "UseNullableValueDictionaryForHttp", // empty header values too
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
