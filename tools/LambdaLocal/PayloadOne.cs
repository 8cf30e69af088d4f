using System.Globalization;
using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>The common parts of events and responses with payload version 1.0, for REST APIs and HTTP APIs.</summary>
internal static class PayloadOne
{
    private static readonly string[] Allowed = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

    /// <summary>Writes the properties from <c>path</c> on, without the body.</summary>
    public static void WriteEvent(Utf8JsonWriter json, GatewayRequest request, string path, string stage)
    {
        json.WriteString("resource", "/{proxy+}");
        json.WriteString("path", path);
        json.WriteString("httpMethod", request.Http.Method);
        var headers = Headers(request).ToList();
        WriteSingle(json, "headers", headers);
        WriteLists(json, "multiValueHeaders", headers);
        // The parameters are decoded. The single form has the last value of each name.
        var query = request.Http.Query.Select(parameter => (parameter.Key, parameter.Value.Select(value => value ?? "").ToArray())).ToList();
        WriteSingle(json, "queryStringParameters", query);
        WriteLists(json, "multiValueQueryStringParameters", query);
        json.WriteStartObject("pathParameters");
        json.WriteString("proxy", path[1..]);
        json.WriteEndObject();
        json.WriteNull("stageVariables");
        WriteContext(json, request, stage.Length > 0 ? $"/{stage}{path}" : path, stage.Length > 0 ? stage : "$default");
    }

    /// <summary>Writes the body, or null if the request has no body.</summary>
    public static void WriteBody(Utf8JsonWriter json, GatewayRequest request, bool isTextType)
    {
        if (request.Body.Length > 0)
        {
            request.WriteBody(json, isTextType);
            return;
        }

        json.WriteNull("body");
        json.WriteBoolean("isBase64Encoded", false);
    }

    /// <exception cref="FormatException">The response has no <c>statusCode</c>, or a property that API Gateway does not define.</exception>
    public static byte[] ReadAnswer(JsonElement answer, HttpResponse response)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("statusCode", out var status))
            throw new FormatException("The response must be an object with a statusCode.");
        if (answer.EnumerateObject().Select(property => property.Name).Except(Allowed, StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw new FormatException($"The response has a property that API Gateway does not define: {other}.");
        response.StatusCode = GatewayAnswer.Status(status);
        GatewayAnswer.AddHeaders(answer, response);
        GatewayAnswer.AddHeaderLists(answer, response);
        return GatewayAnswer.Body(answer);
    }

    private static IEnumerable<(string Name, string[] Values)> Headers(GatewayRequest request) =>
    [
        .. request.ClientHeaders.Where(header => !header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)),
        ("X-Amzn-Trace-Id", [request.TraceId]),
        ("X-Forwarded-For", [request.AppendedAddress]),
        ("X-Forwarded-Port", [request.Port]),
        ("X-Forwarded-Proto", [request.Http.Scheme]),
    ];

    private static void WriteSingle(Utf8JsonWriter json, string property, List<(string Name, string[] Values)> pairs)
    {
        if (pairs.Count == 0)
        {
            json.WriteNull(property);
            return;
        }

        json.WriteStartObject(property);
        foreach (var (name, values) in pairs)
            json.WriteString(name, values.LastOrDefault() ?? "");
        json.WriteEndObject();
    }

    private static void WriteLists(Utf8JsonWriter json, string property, List<(string Name, string[] Values)> pairs)
    {
        if (pairs.Count == 0)
            json.WriteNull(property);
        else
            GatewayAnswer.WriteLists(json, property, pairs);
    }

    private static void WriteContext(Utf8JsonWriter json, GatewayRequest request, string path, string stage)
    {
        var now = TimeProvider.System.GetUtcNow();
        json.WriteStartObject("requestContext");
        request.WriteApi(json, "123456789012");
        json.WriteString("httpMethod", request.Http.Method);
        json.WriteStartObject("identity");
        json.WriteString("sourceIp", request.Address);
        json.WriteString("userAgent", request.Http.Headers.UserAgent.ToString());
        json.WriteEndObject();
        json.WriteString("path", path);
        json.WriteString("protocol", request.Http.Protocol);
        json.WriteString("requestId", Guid.NewGuid());
        json.WriteString("requestTime", now.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("requestTimeEpoch", now.ToUnixTimeMilliseconds());
        json.WriteString("resourcePath", "/{proxy+}");
        json.WriteString("stage", stage);
        json.WriteEndObject();
    }
}
