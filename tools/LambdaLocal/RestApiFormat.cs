using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>
/// API Gateway's REST API with a stage, a resource <c>/{proxy+}</c> with the method ANY, and <c>*/*</c> as its binary media type.
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"/>.
/// </summary>
internal sealed class RestApiFormat : IEventFormat
{
    private const string Stage = "local";

    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    private static readonly string[] Methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    public int MaxAnswer => EventDoor.MaxBytes;

    // The response to a method or a resource that the API lacks:
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    public GatewayRefusal? Refuse(GatewayRequest request) => Methods.Contains(request.Http.Method, StringComparer.Ordinal)
        ? null
        : new(StatusCodes.Status403Forbidden, """{"message":"Missing Authentication Token"}""");

    public void WriteEvent(Utf8JsonWriter json, GatewayRequest request)
    {
        PayloadOne.WriteEvent(json, request, request.Path, Stage);
        PayloadOne.WriteBody(json, request, isTextType: false);
    }

    public byte[] ReadAnswer(JsonElement answer, HttpResponse response) => PayloadOne.ReadAnswer(answer, response);
}
