using Lessons.AzureHost.Protocol;

namespace Lessons.AzureHost.Conversation;

/// <summary>The one function of this app: every method and every path, open to all. Core routes and guards.</summary>
internal static class LessonsFunction
{
    public const string Id = "lessons";

    private const string Name = "lessons";

    // Without a list of methods it is every method, those that Core answers 405 too.
    private const string Trigger = """{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Anonymous","route":"{*path}"}""";
    private const string Answer = """{"name":"$return","type":"http","direction":"Out"}""";

    public static FunctionMetadataResponse Describe() => new()
    {
        Result = Result.Of(null),
        FunctionMetadataResults =
        {
            new RpcFunctionMetadata { FunctionId = Id, Name = Name, Language = "dotnet-isolated", EntryPoint = Name, ScriptFile = "lessons-worker", RawBindings = { Trigger, Answer } },
        },
    };

    /// <summary>
    /// Nothing has to be loaded, but without usable settings the function cannot be served. It comes without a request
    /// for the metadata when the worker was started again.
    /// </summary>
    public static FunctionLoadResponse Load(FunctionLoadRequest request, string? settingsError) => new()
    {
        FunctionId = request.FunctionId,
        Result = Result.Of(request.FunctionId == Id ? settingsError : $"This app has one function, with the id {Id}, and none with the id {request.FunctionId}."),
    };
}
