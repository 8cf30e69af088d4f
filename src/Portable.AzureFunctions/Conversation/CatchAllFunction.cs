using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>The one function of an app: every method and every path, open to all. The application routes and guards.</summary>
/// <param name="name">Its name and id.</param>
internal sealed class CatchAllFunction(string name)
{
    private static readonly string Program = Path.GetFileName(Environment.ProcessPath ?? "");

    // Without a list of methods it is every method, those that the application answers 405 too.
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
    /// Nothing has to be loaded, but without usable settings the function cannot be served. It comes without a request
    /// for the metadata when the worker was started again.
    /// </summary>
    public FunctionLoadResponse Load(FunctionLoadRequest request, string? settingsError) => new()
    {
        FunctionId = request.FunctionId,
        Result = Result.Of(request.FunctionId == name ? settingsError : $"This app has one function, with the id {name}, and none with the id {request.FunctionId}."),
    };
}
