using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Lessons.LambdaLocal;

/// <summary>
/// An Application Load Balancer, with or without multi-value headers.
/// <see href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"/>.
/// </summary>
internal sealed class LoadBalancerFormat(bool isMultiValue) : IEventFormat
{
    private const int MegaByte = 1024 * 1024;

    private static readonly string[] TextTypes = ["text/", "application/json", "application/javascript", "application/xml"];

    private static readonly string[] Required = ["isBase64Encoded", "statusCode", "statusDescription"];

    public int MaxAnswer => MegaByte;

    public GatewayRefusal? Refuse(GatewayRequest request)
    {
        if (request.Http.Headers.Upgrade.Count > 0)
            return new(StatusCodes.Status400BadRequest);
        return request.Body.Length > MegaByte ? GatewayRefusal.TooLarge : null;
    }

    public void WriteEvent(Utf8JsonWriter json, GatewayRequest request)
    {
        json.WriteStartObject("requestContext");
        json.WriteStartObject("elb");
        json.WriteString("targetGroupArn", "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/local/0123456789abcdef");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("httpMethod", request.Http.Method);
        json.WriteString("path", request.Path);
        Write(json, "queryStringParameters", "multiValueQueryStringParameters", request.Parameters.Select(parameter => (parameter.Key, parameter.ToArray())));
        Write(json, "headers", "multiValueHeaders", Headers(request));
        var type = request.Http.ContentType ?? "";
        var isText = request.Http.Headers.ContentEncoding.Count == 0 && TextTypes.Any(text => type.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        request.WriteBody(json, isText || request.Body.Length == 0);
    }

    public byte[] ReadAnswer(JsonElement answer, HttpResponse response)
    {
        var headers = isMultiValue ? "multiValueHeaders" : "headers";
        if (answer.ValueKind != JsonValueKind.Object || Required.Append(headers).FirstOrDefault(name => !answer.TryGetProperty(name, out _)) is { })
            throw new FormatException($"The response must be an object with {string.Join(", ", Required)} and {headers}.");
        response.StatusCode = GatewayAnswer.Status(answer.GetProperty("statusCode"));
        var start = response.StatusCode.ToString(CultureInfo.InvariantCulture) + " ";
        if (answer.GetProperty("statusDescription").GetString() is not { } description || !description.StartsWith(start, StringComparison.Ordinal))
            throw new FormatException("The statusDescription must have the status code, a space and a phrase.");
        response.HttpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = description[start.Length..];
        if (isMultiValue)
            GatewayAnswer.AddHeaderLists(answer, response);
        else
            GatewayAnswer.AddHeaders(answer, response);
        return GatewayAnswer.Body(answer);
    }

    // Without multi-value headers, the event contains the last value.
    private void Write(Utf8JsonWriter json, string property, string multiValueProperty, IEnumerable<(string Name, string[] Values)> pairs)
    {
        if (isMultiValue)
        {
            GatewayAnswer.WriteLists(json, multiValueProperty, pairs);
            return;
        }

        json.WriteStartObject(property);
        foreach (var (name, values) in pairs)
            json.WriteString(name, values.LastOrDefault() ?? "");
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, string[] Values)> Headers(GatewayRequest request) =>
    [
        .. request.ClientHeaders.Select(header => (GatewayRequest.LowerCase(header.Name), header.Values)),
        ("x-amzn-trace-id", [request.TraceId]),
        ("x-forwarded-for", [request.AppendedAddress]),
        ("x-forwarded-port", [request.Port]),
        ("x-forwarded-proto", [request.Http.Scheme]),
    ];
}
