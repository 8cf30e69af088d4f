using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace Lessons.LambdaLocal;

/// <summary>A client's request, in the parts that the formats need.</summary>
internal sealed class GatewayRequest
{
    // The service writes these headers itself. It appends to X-Forwarded-For, or overwrites it, as the format says.
    private static readonly string[] OwnHeaders = ["X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Amzn-Trace-Id"];

    public GatewayRequest(HttpContext context, byte[] body, string traceId)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        (Path, Query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        (Http, Body, TraceId) = (context.Request, body, traceId);
    }

    public HttpRequest Http { get; }

    /// <summary>As sent.</summary>
    public string Path { get; }

    /// <summary>As sent.</summary>
    public string Query { get; }

    public byte[] Body { get; }

    public string TraceId { get; }

    public string Address => Http.HttpContext.Connection.RemoteIpAddress!.ToString();

    public string Port => Http.HttpContext.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);

    /// <summary>The client's headers, without those that the service overwrites.</summary>
    public IEnumerable<(string Name, string[] Values)> ClientHeaders => Http.Headers
        .Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
        .Select(header => (header.Key, header.Value.Select(value => value ?? "").ToArray()));

    /// <summary>The value of X-Forwarded-For, for a service that appends the client's address to the client's own header.</summary>
    public string AppendedAddress => string.Join(", ", Http.Headers["X-Forwarded-For"].Append(Address));

    /// <summary>The parameters of the query by name, as sent. A parameter without '=' has the value "". Parameters without a name are left out.</summary>
    public IEnumerable<IGrouping<string, string>> Parameters => Query.Split('&')
        .Select(part => part.Split('=', 2))
        .Where(part => part[0].Length > 0)
        .GroupBy(part => part[0], part => part.Length > 1 ? part[1] : "", StringComparer.Ordinal);

    /// <summary>Writes the body as text if the service sends this content type as text and the body is UTF-8. Otherwise writes it as base64.</summary>
    public void WriteBody(Utf8JsonWriter json, bool isTextType)
    {
        var isText = isTextType && Utf8.IsValid(Body);
        json.WriteString("body", isText ? Encoding.UTF8.GetString(Body) : Convert.ToBase64String(Body));
        json.WriteBoolean("isBase64Encoded", !isText);
    }

    /// <summary>Writes the properties of requestContext that name the account, the API and the domain.</summary>
    public void WriteApi(Utf8JsonWriter json, string account)
    {
        json.WriteString("accountId", account);
        json.WriteString("apiId", "local");
        json.WriteString("domainName", Http.Host.Value);
        json.WriteString("domainPrefix", "local");
    }

    public static string LowerCase(string name) => string.Create(name.Length, name, (span, text) => text.AsSpan().ToLowerInvariant(span));
}
