using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>
/// API Gateway's HTTP API with its <c>$default</c> stage, payload version 1.0.
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>.
/// </summary>
internal sealed class HttpApiOneFormat : IEventFormat
{
    public int MaxAnswer => EventDoor.MaxBytes;

    public GatewayRefusal? Refuse(GatewayRequest request) => HttpApiFormat.Refuse(request);

    public void WriteEvent(Utf8JsonWriter json, GatewayRequest request)
    {
        json.WriteString("version", "1.0");
        PayloadOne.WriteEvent(json, request, HttpApiFormat.DecodedPath(request.Path)!, stage: "");
        PayloadOne.WriteBody(json, request, FunctionUrlFormat.IsText(request.Http.ContentType ?? ""));
    }

    public byte[] ReadAnswer(JsonElement answer, HttpResponse response) => PayloadOne.ReadAnswer(answer, response);
}
