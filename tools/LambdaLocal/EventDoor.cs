using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>Serves the clients: converts a request to an event, and the function's response to HTTP.</summary>
internal sealed class EventDoor(Sandbox sandbox, LambdaLocalOptions options)
{
    /// <summary>Lambda's limit for an event and for a response, in bytes of JSON.</summary>
    public const int MaxBytes = 6_291_556;

    private readonly IEventFormat _format = options.EventFormat;

    // Like Lambda, this encoder does not escape letters beyond ASCII. Escapes would count against the limit.
    private static readonly JsonWriterOptions EventOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new GatewayRequest(context, body.ToArray(), NewTraceId());
        if (_format.Refuse(request) is { } refusal)
        {
            await RefuseAsync(context.Response, refusal);
            return;
        }

        var invocation = new PendingInvocation(Event(request), request.TraceId);
        if (invocation.Payload.Length > MaxBytes)
            await RefuseAsync(context.Response, GatewayRefusal.TooLarge);
        else if (options.IsStreaming)
            await GatewayStream.WriteAsync(context, invocation, sandbox.InvokeAsync(invocation));
        else
            await GatewayAnswer.WriteAsync(context, await sandbox.InvokeAsync(invocation), _format);
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
        _format.WriteEvent(json, request);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
