using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>The door of the clients: makes an event of a request, and a response of the function's answer.</summary>
internal sealed class EventDoor(Sandbox sandbox, IEventFormat format)
{
    /// <summary>Lambda's limit of an event and of an answer, in bytes.</summary>
    public const int MaxBytes = 6_291_556;

    // As Lambda does: an escape for every letter beyond ASCII would count against the limit.
    private static readonly JsonWriterOptions EventOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new GatewayRequest(context, body.ToArray(), NewTraceId());
        if (format.Refuse(request) is { } refusal)
        {
            await RefuseAsync(context.Response, refusal);
            return;
        }

        var invocation = new PendingInvocation(Event(request), request.TraceId);
        if (invocation.Payload.Length > MaxBytes)
            await RefuseAsync(context.Response, GatewayRefusal.TooLarge);
        else
            await GatewayAnswer.WriteAsync(context, await sandbox.InvokeAsync(invocation), format);
    }

    public static string NewTraceId() =>
        $"Root=1-{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds():x8}-{Hex(12)};Parent={Hex(8)};Sampled=0";

    private static string Hex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private static async Task RefuseAsync(HttpResponse response, GatewayRefusal refusal)
    {
        response.StatusCode = refusal.Status;
        if (refusal.Body.Length == 0)
            return;
        response.ContentType = "application/json";
        await response.WriteAsync(refusal.Body);
    }

    private byte[] Event(GatewayRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, EventOptions);
        json.WriteStartObject();
        format.WriteEvent(json, request);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
