using System.Text.Json;
using Portable.Http;

namespace Lessons.TestKit;

/// <summary>Compares responses with the service's OpenAPI document.</summary>
public static class ApiContract
{
    /// <summary>Returns null if the document describes the response. Otherwise returns the part that the document does not describe.</summary>
    public static string? Refuse(string method, string target, RawResponse response)
    {
        if (response.Header("X-Request-Id") is null)
            return null; // The platform sent this response, not the service.
        var path = RequestTarget.Split(target).Path;
        var operations = ApiDocument.Operations.Where(operation => Matches(operation.Path, path)).ToList();
        if (operations.Count == 0)
            return response.Status is 400 or 404 ? null : $"{response.Status}, and {path} is not described";
        if (operations.Find(operation => operation.Method == method) is not { Path: not null } described)
            return response.Status == (method == "OPTIONS" ? 204 : 405) && response.Header("Allow") is not null ? null : $"{response.Status}, and {method} {path} is not described";
        if (!described.Operation.GetProperty("responses").TryGetProperty($"{response.Status}", out var answer))
            return $"{response.Status} is not described";
        answer = ApiDocument.Resolve(answer);
        return RefuseHeaders(answer, response) ?? (method == "HEAD" ? null : RefuseBody(answer, response));
    }

    private static bool Matches(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    private static string? RefuseHeaders(JsonElement answer, RawResponse response)
    {
        if (!answer.TryGetProperty("headers", out var headers))
            return null;
        foreach (var member in headers.EnumerateObject())
        {
            var header = ApiDocument.Resolve(member.Value);
            var isRequired = header.TryGetProperty("required", out var required) && required.GetBoolean();
            if (response.Header(member.Name) is not { } text)
            {
                if (isRequired)
                    return $"{member.Name} is missing";
            }
            else if (ApiDocument.Refuse(header.GetProperty("schema"), JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"").RootElement) is { } reason)
            {
                return $"{member.Name}: {reason}";
            }
        }

        return null;
    }

    private static string? RefuseBody(JsonElement answer, RawResponse response)
    {
        if (!answer.TryGetProperty("content", out var content))
            return response.Body.Length == 0 ? null : "a body is not described";
        if (!content.TryGetProperty((response.Header("Content-Type") ?? "").Split(';')[0], out var media))
            return $"{response.Header("Content-Type")} is not described";
        if (!content.TryGetProperty("application/json", out _))
            return null; // The body is a file of the page, which has no schema.
        using var body = JsonDocument.Parse(response.Body);
        return ApiDocument.Refuse(media.GetProperty("schema"), body.RootElement) ?? RefuseMessage(media, body.RootElement);
    }

    // The document has an example for every message, so a body with a message must equal one of the examples.
    private static string? RefuseMessage(JsonElement media, JsonElement body) =>
        !body.TryGetProperty("Message", out var message)
        || media.GetProperty("examples").EnumerateObject().Any(example => JsonElement.DeepEquals(ApiDocument.Resolve(example.Value).GetProperty("value"), body))
            ? null
            : $"\"{message}\" is not among the examples";
}
