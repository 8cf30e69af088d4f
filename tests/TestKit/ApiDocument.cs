using System.Collections.Concurrent;
using System.Text.Json;
using Json.Schema;

namespace Lessons.TestKit;

/// <summary>The service's embedded OpenAPI document.</summary>
public static class ApiDocument
{
    private static readonly EvaluationOptions WithReasons = new() { OutputFormat = OutputFormat.List };
    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    public static string Text { get; } = Read();

    public static JsonElement Root { get; } = JsonDocument.Parse(Text).RootElement;

    /// <summary>Every operation of the document. The method is in upper case.</summary>
    public static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from member in path.Value.EnumerateObject()
        where member.Name != "parameters"
        select (member.Name.ToUpperInvariant(), path.Name, member.Value);

    /// <summary>Returns the target of a reference, or the element itself if it is not a reference.</summary>
    public static JsonElement Resolve(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference)
            ? reference.GetString()!.Split('/')[1..].Aggregate(Root, (parent, name) => parent.GetProperty(name))
            : element;

    /// <summary>Returns null if the value matches a schema of the document. Otherwise returns the reasons.</summary>
    public static string? Refuse(JsonElement schema, JsonElement value)
    {
        var compiled = Schemas.GetOrAdd(schema.GetRawText(), Compile);
        if (compiled.Evaluate(value).IsValid)
            return null;
        var errors = from detail in compiled.Evaluate(value, WithReasons).Details ?? []
                     from error in detail.Errors ?? new Dictionary<string, string>(StringComparer.Ordinal)
                     select $"{detail.InstanceLocation} {error.Value}";
        return string.Join("; ", errors);
    }

    // The library reads JSON Schema but no OpenAPI document. Therefore each schema gets the schemas of the document as its definitions.
    private static JsonSchema Compile(string schema)
    {
        var definitions = Root.GetProperty("components").GetProperty("schemas").GetRawText();
        var whole = $$"""{"$defs":{{definitions}},"allOf":[{{schema}}]}""";
        return JsonSchema.FromText(whole.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(App).Assembly.GetManifestResourceStream("openapi.json")!);
        return reader.ReadToEnd();
    }
}
