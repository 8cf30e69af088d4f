using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>
/// A Function URL, payload version 2.0.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/>.
/// </summary>
internal sealed class FunctionUrlFormat : IEventFormat
{
    public int MaxAnswer => EventDoor.MaxBytes;

    public GatewayRefusal? Refuse(GatewayRequest request) => null;

    public void WriteEvent(Utf8JsonWriter json, GatewayRequest request) => WriteEvent(json, request, request.Path);

    /// <summary>Writes the event with this path.</summary>
    public static void WriteEvent(Utf8JsonWriter json, GatewayRequest request, string path)
    {
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", "$default");
        json.WriteString("rawPath", path);
        json.WriteString("rawQueryString", request.Query);
        WriteHeaders(json, request);
        WriteQuery(json, request.Http.Query);
        WriteContext(json, request, path);
        if (request.Body.Length > 0)
            request.WriteBody(json, IsText(request.Http.ContentType ?? ""));
        else
            json.WriteBoolean("isBase64Encoded", false);
    }

    byte[] IEventFormat.ReadAnswer(JsonElement answer, HttpResponse response) => ReadAnswer(answer, response);

    // A missing or null property has its default. A payload without a statusCode is the body.
    public static byte[] ReadAnswer(JsonElement answer, HttpResponse response)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("statusCode", out var status))
        {
            response.StatusCode = StatusCodes.Status200OK;
            return Encoding.UTF8.GetBytes(answer.GetRawText());
        }

        response.StatusCode = GatewayAnswer.Status(status);
        GatewayAnswer.AddHeaders(answer, response);
        if (GatewayAnswer.Find(answer, "cookies", JsonValueKind.Array) is { } cookies)
        {
            foreach (var cookie in cookies.EnumerateArray())
                response.Headers.Append("Set-Cookie", cookie.ToString());
        }

        return GatewayAnswer.Body(answer);
    }

    /// <summary>Whether a body of this content type is text in payloads 1.0 and 2.0. Any other body, also a form, is base64.</summary>
    public static bool IsText(string contentType) =>
        contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private static void WriteHeaders(Utf8JsonWriter json, GatewayRequest request)
    {
        var cookies = request.Http.Headers.Cookie.SelectMany(header => (header ?? "").Split("; ")).Where(cookie => cookie.Length > 0).ToList();
        if (cookies.Count > 0)
        {
            json.WriteStartArray("cookies");
            cookies.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteStartObject("headers");
        foreach (var (name, values) in request.ClientHeaders)
            json.WriteString(GatewayRequest.LowerCase(name), string.Join(name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ",", values));
        json.WriteString("x-forwarded-proto", request.Http.Scheme);
        json.WriteString("x-forwarded-for", request.Address);
        json.WriteString("x-forwarded-port", request.Port);
        json.WriteString("x-amzn-trace-id", request.TraceId);
        json.WriteEndObject();
    }

    // Unlike rawQueryString, the parameters are decoded, and the values of one name are joined by commas.
    private static void WriteQuery(Utf8JsonWriter json, IQueryCollection query)
    {
        if (query.Count == 0)
            return;
        json.WriteStartObject("queryStringParameters");
        foreach (var (name, values) in query)
            json.WriteString(name, string.Join(',', values.AsEnumerable()));
        json.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter json, GatewayRequest request, string path)
    {
        var now = TimeProvider.System.GetUtcNow();
        json.WriteStartObject("requestContext");
        request.WriteApi(json, "anonymous");
        json.WriteStartObject("http");
        json.WriteString("method", request.Http.Method);
        json.WriteString("path", path);
        json.WriteString("protocol", request.Http.Protocol);
        json.WriteString("sourceIp", request.Address);
        json.WriteString("userAgent", request.Http.Headers.UserAgent.ToString());
        json.WriteEndObject();
        json.WriteString("requestId", Guid.NewGuid());
        json.WriteString("routeKey", "$default");
        json.WriteString("stage", "$default");
        json.WriteString("time", now.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("timeEpoch", now.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }
}
