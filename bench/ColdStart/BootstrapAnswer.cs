using System.Text;
using System.Text.Json;

namespace Lessons.ColdStart;

/// <summary>What a bootstrap answered. A peer may put its cookies where version 1.0 has them.</summary>
internal sealed class BootstrapAnswer
{
    private readonly JsonElement _json;

    public BootstrapAnswer(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        _json = document.RootElement.Clone();
    }

    public int Status => _json.GetProperty("statusCode").GetInt32();

    public string Body
    {
        get
        {
            var body = Find(_json, "body")?.GetString() ?? "";
            return Find(_json, "isBase64Encoded") is { ValueKind: JsonValueKind.True } ? Encoding.UTF8.GetString(Convert.FromBase64String(body)) : body;
        }
    }

    /// <summary>Name and value of the first cookie.</summary>
    public string Cookie
    {
        get
        {
            var cookie = Find(_json, "cookies") ?? Find(_json, "multiValueHeaders", "set-cookie") ?? Find(_json, "headers", "set-cookie");
            if (cookie is { ValueKind: JsonValueKind.Array } list)
                cookie = list.EnumerateArray().FirstOrDefault();
            return cookie is { ValueKind: JsonValueKind.String } text ? text.GetString()!.Split(';')[0] : throw new BenchmarkException($"The login set no cookie: {_json}");
        }
    }

    public override string ToString() => _json.ToString();

    // Null for what is there and empty too: the cookies may be in another place.
    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object)
                return null;
            element = element.EnumerateObject().FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        }

        var isEmpty = element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 0);
        return isEmpty ? null : element;
    }
}
