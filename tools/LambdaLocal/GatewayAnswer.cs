using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Lessons.LambdaLocal;

/// <summary>Converts the function's response to HTTP. Contains what the response formats have in common.</summary>
internal static class GatewayAnswer
{
    // These headers describe the connection. The function does not decide about the connection.
    private static readonly string[] OfConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade"];

    public static async Task WriteAsync(HttpContext context, InvocationResult result, IEventFormat format)
    {
        byte[] body = [];
        if (!result.IsError && TryRead(() => body = Read(result.Payload, context.Response, format)))
        {
            if (HasBody(context.Response.StatusCode) && !HttpMethods.IsHead(context.Request.Method))
                await context.Response.Body.WriteAsync(body);
            return;
        }

        await RefuseAsync(context.Response);
    }

    /// <summary>Sends the service's own response, because the function's response is an error or cannot be used.</summary>
    public static Task RefuseAsync(HttpResponse response)
    {
        response.Clear();
        response.StatusCode = StatusCodes.Status502BadGateway;
        return response.WriteAsync("Internal Server Error");
    }

    public static int Status(JsonElement status) =>
        status.GetInt32() is >= 200 and < 600 and var code ? code : throw new FormatException("The statusCode must be from 200 to 599.");

    public static byte[] Body(JsonElement answer)
    {
        if (Find(answer, "body", JsonValueKind.String) is not { } body)
            return [];
        return Find(answer, "isBase64Encoded", JsonValueKind.True) is null ? Encoding.UTF8.GetBytes(body.GetString()!) : body.GetBytesFromBase64();
    }

    /// <summary>Adds the headers of the object <c>headers</c>. Names of different case are separate headers.</summary>
    public static void AddHeaders(JsonElement answer, HttpResponse response)
    {
        if (Find(answer, "headers", JsonValueKind.Object) is not { } headers)
            return;
        foreach (var header in headers.EnumerateObject())
            Add(response, header.Name, header.Value.ToString());
    }

    /// <summary>Adds the headers of the object <c>multiValueHeaders</c>.</summary>
    public static void AddHeaderLists(JsonElement answer, HttpResponse response)
    {
        if (Find(answer, "multiValueHeaders", JsonValueKind.Object) is not { } lists)
            return;
        foreach (var list in lists.EnumerateObject())
        {
            foreach (var value in list.Value.EnumerateArray())
                Add(response, list.Name, value.ToString());
        }
    }

    /// <summary>Writes an object whose values are lists.</summary>
    public static void WriteLists(Utf8JsonWriter json, string property, IEnumerable<(string Name, string[] Values)> pairs)
    {
        json.WriteStartObject(property);
        foreach (var (name, values) in pairs)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static JsonElement? Find(JsonElement answer, string name, JsonValueKind kind) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    private static void Add(HttpResponse response, string name, string value)
    {
        if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase))
            response.Headers[name] = StringValues.Concat(response.Headers[name], value);
    }

    /// <summary>
    /// Reads the function's response. Like the service, lambda-local returns 502 for a response that is not valid: the result is then false,
    /// and standard error has the reason.
    /// </summary>
    public static bool TryRead(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            Console.Error.WriteLine($"The function's response cannot be used: {exception.Message}");
            return false;
        }
    }

    private static byte[] Read(byte[] payload, HttpResponse response, IEventFormat format)
    {
        if (payload.Length > format.MaxAnswer)
            throw new FormatException($"The response has {payload.Length} bytes. The service accepts at most {format.MaxAnswer}.");
        using var answer = JsonDocument.Parse(payload);
        var body = format.ReadAnswer(answer.RootElement, response);
        response.ContentLength = null;
        if (!HasBody(response.StatusCode))
            return body;
        response.ContentType ??= "application/json";
        response.ContentLength = body.Length;
        return body;
    }

    public static bool HasBody(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);
}
