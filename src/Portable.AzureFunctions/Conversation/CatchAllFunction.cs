using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>An app's only function. It takes every method and every path without a key. The application routes requests and checks access.</summary>
/// <param name="name">The function's name and id.</param>
internal sealed class CatchAllFunction(string name)
{
    private static readonly string Program = Path.GetFileName(Environment.ProcessPath ?? "");

    // A trigger without a list of methods takes every method, also those that the application answers with 405.
    private const string Trigger = """{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Anonymous","route":"{*path}"}""";
    private const string Answer = """{"name":"$return","type":"http","direction":"Out"}""";

    public FunctionMetadataResponse Describe() => new()
    {
        Result = Result.Of(null),
        FunctionMetadataResults =
        {
            new RpcFunctionMetadata { FunctionId = name, Name = name, Language = "dotnet-isolated", EntryPoint = name, ScriptFile = Program, RawBindings = { Trigger, Answer } },
        },
    };

    /// <summary>
    /// Returns an error if the function is unknown or the application could not be created. There is nothing to load. After a restart
    /// of the worker, the host sends this request without a request for the metadata.
    /// </summary>
    public FunctionLoadResponse Load(FunctionLoadRequest request, string? settingsError) => new()
    {
        FunctionId = request.FunctionId,
        Result = Result.Of(request.FunctionId == name ? settingsError : $"This app has only the function with the id {name}, not {request.FunctionId}."),
    };
}
