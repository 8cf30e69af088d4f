namespace Lessons.FunctionsLocal;

/// <summary>The capabilities that the worker declared. For these capabilities, the Functions host accepts every value that is not empty.</summary>
internal sealed class Capabilities(IReadOnlyDictionary<string, string> declared)
{
    public bool BodyOnly { get; } = Has(declared, "RpcHttpBodyOnly");

    public bool BodyAsBytes { get; } = Has(declared, "RawHttpBodyBytes");

    public bool NullableValues { get; } = Has(declared, "UseNullableValueDictionaryForHttp");

    public bool IgnoresEmptyHeaders { get; } = Has(declared, "IgnoreEmptyValuedRpcHttpHeaders");

    public bool HandlesCancel { get; } = Has(declared, "HandlesInvocationCancelMessage");

    public bool HandlesTerminate { get; } = Has(declared, "HandlesWorkerTerminateMessage");

    public bool HandlesStatus { get; } = Has(declared, "WorkerStatus");

    /// <summary>The address of the worker's own HTTP server, to which HTTP requests are forwarded; null if the worker receives requests as RpcHttp.</summary>
    public string? HttpUri { get; } = Has(declared, "HttpUri") ? declared["HttpUri"] : null;

    private static bool Has(IReadOnlyDictionary<string, string> declared, string name) => declared.TryGetValue(name, out var value) && value.Length > 0;
}
