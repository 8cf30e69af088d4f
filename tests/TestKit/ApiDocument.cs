using System.Collections.Concurrent;
using System.Text.Json;
using Json.Schema;

namespace Lessons.TestKit;

/// <summary>The service's OpenAPI document, as it is embedded.</summary>
public static class ApiDocument
{
    private static readonly EvaluationOptions WithReasons = new() { OutputFormat = OutputFormat.List };
    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    public static string Text { get; } = Read();

    public static JsonElement Root { get; } = JsonDocument.Parse(Text).RootElement;

    /// <summary>Each operation, its method as a request has it.</summary>
    public static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from member in path.Value.EnumerateObject()
        where member.Name != "parameters"
        select (member.Name.ToUpperInvariant(), path.Name, member.Value);

    /// <summary>What is meant, where a reference stands for it.</summary>
    public static JsonElement Resolve(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference)
            ? reference.GetString()!.Split('/')[1..].Aggregate(Root, (parent, name) => parent.GetProperty(name))
            : element;

    /// <summary>Null for a value that fits a schema of the document, else why it does not.</summary>
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

    // The library knows JSON Schema's keywords only: the document's schemas become definitions of each.
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
