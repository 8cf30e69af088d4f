using System.Text.Json;
using Microsoft.AspNetCore.Routing.Template;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>A function with an HTTP trigger. The route and the methods decide which requests the function handles.</summary>
internal sealed class HttpFunction(RpcFunctionMetadata metadata, IDictionary<string, BindingInfo> bindings, string trigger, TemplateMatcher route, string[]? methods)
{
    public RpcFunctionMetadata Metadata => metadata;

    /// <summary>The function's bindings by name. FunctionLoadRequest contains these bindings.</summary>
    public IDictionary<string, BindingInfo> Bindings => bindings;

    /// <summary>The name of the function's parameter that receives the request.</summary>
    public string Trigger => trigger;

    /// <exception cref="WorkerException">The function has no HTTP trigger, or this stand-in cannot serve the function.</exception>
    public static HttpFunction Parse(RpcFunctionMetadata metadata, string routePrefix)
    {
        try
        {
            JsonElement[] bindings = [.. metadata.RawBindings.Select(Parse)];
            var binding = Array.Find(bindings, binding => Is(binding, "type", "httpTrigger"));
            if (binding.ValueKind == JsonValueKind.Undefined)
                throw new WorkerException($"The function {metadata.Name} has no httpTrigger: this stand-in supports only HTTP triggers.");
            if (!Is(binding, "authLevel", "anonymous"))
                throw new WorkerException($"The function {metadata.Name} must have authLevel Anonymous: this stand-in does not support function keys.");

            var route = Text(binding, "route") is { Length: > 0 } text ? text : metadata.Name;
            var template = TemplateParser.Parse(routePrefix.Length > 0 ? $"{routePrefix}/{route}" : route);
            return new(metadata, bindings.ToDictionary(binding => Text(binding, "name") ?? "", ToInfo, StringComparer.Ordinal), Text(binding, "name") ?? "", new(template, []), Methods(binding));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new WorkerException($"The function {metadata.Name} has bindings that cannot be read: {exception.Message}");
        }
    }

    public bool Takes(HttpRequest request) =>
        methods?.Contains(request.Method, StringComparer.OrdinalIgnoreCase) != false && route.TryMatch(request.Path, []);

    private static BindingInfo ToInfo(JsonElement binding) => new()
    {
        Type = Text(binding, "type") ?? "",
        Direction = Enum.TryParse<BindingInfo.Types.Direction>(Text(binding, "direction"), ignoreCase: true, out var direction) ? direction : BindingInfo.Types.Direction.In,
    };

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static bool Is(JsonElement binding, string name, string value) => string.Equals(Text(binding, name), value, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonElement binding, string name) =>
        binding.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[]? Methods(JsonElement binding) =>
        binding.TryGetProperty("methods", out var methods) && methods.ValueKind == JsonValueKind.Array ? [.. methods.EnumerateArray().Select(method => method.ToString())] : null;
}
