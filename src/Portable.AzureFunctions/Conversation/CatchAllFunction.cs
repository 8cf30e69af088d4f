using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>
/// The worker's only function. It receives every request that the host does not answer itself, without a function key. The application
/// routes the requests and checks access.
/// </summary>
/// <param name="name">The function's name and id.</param>
internal sealed class CatchAllFunction(string name)
{
    private static readonly string Program = Path.GetFileName(Environment.ProcessPath ?? "");

    // The trigger has no list of methods, so the host passes on every method. The application answers methods that it does not support with 405.
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
    /// Returns an error if the function's id is unknown or the application could not be created. To a restarted worker, the host sends
    /// this request without a request for the metadata, so this method does not require a call of <see cref="Describe"/>.
    /// </summary>
    public FunctionLoadResponse Load(FunctionLoadRequest request, string? settingsError) => new()
    {
        FunctionId = request.FunctionId,
        Result = Result.Of(request.FunctionId == name ? settingsError : $"This app has only the function with the id {name}, not {request.FunctionId}."),
    };
}
