using System.Net;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>
/// API Gateway's HTTP API with its <c>$default</c> stage and its <c>$default</c> route, payload version 2.0.
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>. Others saw on AWS how it
/// decodes a path: <see href="https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json"/>.
/// </summary>
internal sealed class HttpApiFormat : IEventFormat
{
    public int MaxAnswer => EventDoor.MaxBytes;

    GatewayRefusal? IEventFormat.Refuse(GatewayRequest request) => Refuse(request);

    public static GatewayRefusal? Refuse(GatewayRequest request) =>
        DecodedPath(request.Path) is null ? new(StatusCodes.Status400BadRequest, """{"message":"Bad Request"}""") : null;

    public void WriteEvent(Utf8JsonWriter json, GatewayRequest request) => FunctionUrlFormat.WriteEvent(json, request, DecodedPath(request.Path)!);

    public byte[] ReadAnswer(JsonElement answer, HttpResponse response) => FunctionUrlFormat.ReadAnswer(answer, response);

    /// <summary>The path in the event: decoded twice, and cut at a '?' of the first decoding. Null if the path cannot be decoded.</summary>
    public static string? DecodedPath(string path) =>
        Decode(path) is { } once && Decode(once.Split('?')[0]) is { } twice ? twice : null;

    private static string? Decode(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
                return null;
        }

        return WebUtility.UrlDecode(text.Replace("+", "%2B", StringComparison.Ordinal));
    }
}
