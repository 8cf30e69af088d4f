using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Lessons.LambdaLocal;

/// <summary>A Function URL: the function's answer to HTTP.</summary>
internal static class FunctionUrlAnswer
{
    // Those say how the answer is sent, which is not the function's to say.
    private static readonly string[] OfConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade"];

    public static async Task WriteAsync(HttpContext context, InvocationResult result)
    {
        if (!result.IsError && TryRead(result.Payload, context.Response, out var body))
        {
            if (HasBody(context.Response.StatusCode) && !HttpMethods.IsHead(context.Request.Method))
                await context.Response.Body.WriteAsync(body);
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        await context.Response.WriteAsync("Internal Server Error");
    }

    // An answer that is none is a 502, as at Lambda; here the developer is told why.
    private static bool TryRead(byte[] payload, HttpResponse response, out byte[] body)
    {
        try
        {
            body = Read(payload, response);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            Console.Error.WriteLine($"The function's answer cannot be used: {exception.Message}");
            body = [];
            return false;
        }
    }

    // What is missing or null has its default; what has no statusCode is the body itself.
    private static byte[] Read(byte[] payload, HttpResponse response)
    {
        using var answer = JsonDocument.Parse(payload);
        var root = answer.RootElement;
        var isEnvelope = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("statusCode", out _);
        response.StatusCode = isEnvelope ? Status(root.GetProperty("statusCode")) : StatusCodes.Status200OK;
        if (isEnvelope && Find(root, "headers", JsonValueKind.Object) is { } headers)
        {
            foreach (var header in headers.EnumerateObject().Where(header => !OfConnection.Contains(header.Name, StringComparer.OrdinalIgnoreCase)))
                response.Headers[header.Name] = StringValues.Concat(response.Headers[header.Name], header.Value.ToString());
        }

        if (isEnvelope && Find(root, "cookies", JsonValueKind.Array) is { } cookies)
        {
            foreach (var cookie in cookies.EnumerateArray())
                response.Headers.Append("Set-Cookie", cookie.ToString());
        }

        var body = isEnvelope ? Body(root) : payload;
        response.ContentLength = null;
        if (!HasBody(response.StatusCode))
            return body;
        response.ContentType ??= "application/json";
        response.ContentLength = body.Length;
        return body;
    }

    private static int Status(JsonElement status) =>
        status.GetInt32() is >= 200 and < 600 and var code ? code : throw new FormatException("The statusCode must be from 200 to 599.");

    private static bool HasBody(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    private static byte[] Body(JsonElement root)
    {
        if (Find(root, "body", JsonValueKind.String) is not { } body)
            return [];
        return Find(root, "isBase64Encoded", JsonValueKind.True) is null ? Encoding.UTF8.GetBytes(body.GetString()!) : body.GetBytesFromBase64();
    }

    private static JsonElement? Find(JsonElement root, string name, JsonValueKind kind) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
