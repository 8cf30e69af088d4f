using System.Globalization;
using System.Text.Json;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// Events of an Application Load Balancer whose target is the function. The parameters of the query are percent-encoded, as the client sent
/// them. A setting of the target group decides whether events and responses have <c>headers</c> or <c>multiValueHeaders</c>.
/// <see href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"/>.
/// </summary>
internal sealed class LoadBalancerAdapter : IEventAdapter
{
    public static readonly LoadBalancerAdapter SingleValue = new(isMultiValue: false);

    public static readonly LoadBalancerAdapter MultiValue = new(isMultiValue: true);

    private const string SetCookie = "Set-Cookie";

    private readonly bool _isMultiValue;

    private LoadBalancerAdapter(bool isMultiValue) => _isMultiValue = isMultiValue;

    /// <summary>1 MiB. For a larger response the load balancer returns 502.</summary>
    public int MaxAnswer => 1024 * 1024;

    public AppRequest ToRequest(LambdaEvent source, string requestId)
    {
        if (source is not { Path: { Length: > 0 } path, HttpMethod: { Length: > 0 } method })
            throw EventAdapters.Missing("httpMethod and path");
        var headers = EventHeaders.Read(source);
        return new()
        {
            Method = method,
            Path = path,
            Query = EventQuery.OfEncoded(source),
            Headers = headers,
            Body = EventBody.Read(source),
            IsHttps = EventHeaders.AreHttps(headers),
            // The load balancer appends the client's address to the client's header, if its attribute routing.http.xff_header_processing.mode
            // is append, the default. It may append a port too. A health check has no address.
            RemoteAddress = ClientAddress.TryParse(headers.LastEntry("X-Forwarded-For"), out var address) ? address.ToString() : null,
            RequestId = requestId,
        };
    }

    public ReadOnlyMemory<byte> ToAnswer(AppResponse response) => ThreadJson.WriteObject(
        (response, _isMultiValue),
        static (json, state) =>
        {
            var (response, isMultiValue) = state;
            json.WriteNumber("statusCode"u8, response.Status);
            json.WriteString("statusDescription"u8, string.Create(CultureInfo.InvariantCulture, $"{response.Status} {ReasonPhrase.Of(response.Status)}"));
            if (isMultiValue)
                WriteMultiValueHeaders(json, response);
            else
                WriteHeaders(json, response);
            EventBody.Write(json, response);
        },
        sizeHint: EventBody.SizeHint(response));

    private static void WriteMultiValueHeaders(Utf8JsonWriter json, AppResponse response)
    {
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, value) in response.JoinHeaders())
        {
            json.WriteStartArray(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        EventHeaders.WriteCookieList(json, response);
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, AppResponse response)
    {
        json.WriteStartObject("headers"u8);
        EventHeaders.WriteJoined(json, response);
        for (var at = 0; at < response.Cookies.Length; at++)
            json.WriteString(CookieName(at), response.Cookies[at].ToString());
        json.WriteEndObject();
    }

    // A JSON object contains each name once, so the documented form has one cookie. Further cookies get names of different case: header names are
    // case-insensitive (RFC 9110, section 5.1). Other adapters do the same.
    private static string CookieName(int at) => string.Create(SetCookie.Length, at, static (name, bits) =>
    {
        for (var i = 0; i < name.Length; i++)
        {
            var isFlipped = SetCookie[i] != '-' && (bits & 1) == 1;
            name[i] = (char)(SetCookie[i] ^ (isFlipped ? 0x20 : 0));
            bits >>= SetCookie[i] == '-' ? 0 : 1;
        }
    });
}
