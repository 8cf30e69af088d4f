using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace Lessons.LambdaLocal;

/// <summary>A Function URL: makes an event of payload version 2.0 of a request.</summary>
internal sealed class FunctionUrl(Sandbox sandbox)
{
    /// <summary>Lambda's limit of an event and of an answer, in bytes.</summary>
    public const int MaxBytes = 6_291_556;

    // As Lambda does: an escape for every letter beyond ASCII would count against the limit.
    private static readonly JsonWriterOptions EventOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] OwnHeaders = ["X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Amzn-Trace-Id"];

    public async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var traceId = NewTraceId();
        var invocation = new PendingInvocation(Event(context, body.ToArray(), traceId), traceId);
        if (invocation.Payload.Length > MaxBytes)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        await FunctionUrlAnswer.WriteAsync(context, await sandbox.InvokeAsync(invocation));
    }

    public static string NewTraceId() =>
        $"Root=1-{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds():x8}-{Hex(12)};Parent={Hex(8)};Sampled=0";

    private static string Hex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private static byte[] Event(HttpContext context, byte[] body, string traceId)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (path, query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        var request = context.Request;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, EventOptions);
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", "$default");
        json.WriteString("rawPath", path);
        json.WriteString("rawQueryString", query);
        WriteHeaders(json, request, traceId);
        WriteQuery(json, request.Query);
        WriteContext(json, context, path);
        if (body.Length > 0)
        {
            var isText = IsText(request.ContentType ?? "") && Utf8.IsValid(body);
            json.WriteString("body", isText ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body));
            json.WriteBoolean("isBase64Encoded", !isText);
        }
        else
        {
            json.WriteBoolean("isBase64Encoded", false);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteHeaders(Utf8JsonWriter json, HttpRequest request, string traceId)
    {
        var cookies = request.Headers.Cookie.SelectMany(header => (header ?? "").Split("; ")).Where(cookie => cookie.Length > 0).ToList();
        if (cookies.Count > 0)
        {
            json.WriteStartArray("cookies");
            cookies.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteStartObject("headers");
        foreach (var (name, values) in request.Headers.Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            json.WriteString(LowerCase(name), string.Join(name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ",", values.AsEnumerable()));
        json.WriteString("x-forwarded-proto", request.Scheme);
        json.WriteString("x-forwarded-for", Address(request));
        json.WriteString("x-forwarded-port", request.HttpContext.Connection.LocalPort.ToString(CultureInfo.InvariantCulture));
        json.WriteString("x-amzn-trace-id", traceId);
        json.WriteEndObject();
    }

    // Decoded, unlike rawQueryString, and the values of a name joined.
    private static void WriteQuery(Utf8JsonWriter json, IQueryCollection query)
    {
        if (query.Count == 0)
            return;
        json.WriteStartObject("queryStringParameters");
        foreach (var (name, values) in query)
            json.WriteString(name, string.Join(',', values.AsEnumerable()));
        json.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter json, HttpContext context, string path)
    {
        var now = TimeProvider.System.GetUtcNow();
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", "anonymous");
        json.WriteString("apiId", "local");
        json.WriteString("domainName", context.Request.Host.Value);
        json.WriteString("domainPrefix", "local");
        json.WriteStartObject("http");
        json.WriteString("method", context.Request.Method);
        json.WriteString("path", path);
        json.WriteString("protocol", context.Request.Protocol);
        json.WriteString("sourceIp", Address(context.Request));
        json.WriteString("userAgent", context.Request.Headers.UserAgent.ToString());
        json.WriteEndObject();
        json.WriteString("requestId", Guid.NewGuid());
        json.WriteString("routeKey", "$default");
        json.WriteString("stage", "$default");
        json.WriteString("time", now.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("timeEpoch", now.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    // Anything but text and JSON is base64, forms too.
    private static bool IsText(string contentType) =>
        contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private static string Address(HttpRequest request) => request.HttpContext.Connection.RemoteIpAddress!.ToString();

    private static string LowerCase(string name) => string.Create(name.Length, name, (span, text) => text.AsSpan().ToLowerInvariant(span));
}
