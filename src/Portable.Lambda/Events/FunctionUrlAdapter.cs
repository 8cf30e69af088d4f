using System.Text.Json;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// Payload version 2.0, of Function URLs and of API Gateway's HTTP APIs. An HTTP API decodes the path before it makes the event.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>.
/// </summary>
internal sealed class FunctionUrlAdapter : IEventAdapter
{
    public static readonly FunctionUrlAdapter Instance = new();

    private FunctionUrlAdapter()
    {
    }

    public int MaxAnswer => EventAdapters.LambdaMaxAnswer;

    public AppRequest ToRequest(LambdaEvent source, string requestId)
    {
        if (source is not { RawPath: { } path, ContextMethod: { Length: > 0 } method })
            throw EventAdapters.Missing("requestContext.http.method");
        var headers = Headers(source);
        return new()
        {
            Method = method,
            Path = EventPath.WithoutStage(path, source.Stage),
            Query = source.RawQueryString ?? "",
            Headers = headers,
            Body = EventBody.Read(source),
            IsHttps = EventHeaders.AreHttps(headers),
            RemoteAddress = source.ContextAddress,
            RequestId = requestId,
        };
    }

    public ReadOnlyMemory<byte> ToAnswer(AppResponse response) => ThreadJson.WriteObject(
        response,
        static (json, response) =>
        {
            WriteHead(json, response);
            EventBody.Write(json, response);
        },
        sizeHint: EventBody.SizeHint(response));

    /// <summary>
    /// Returns what comes before the body in the invoke mode RESPONSE_STREAM: status, headers and cookies as JSON, and eight NUL bytes.
    /// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html"/> has this format.
    /// </summary>
    public static ReadOnlyMemory<byte> ToPrelude(AppResponse response) => ThreadJson.WriteObject(response, WriteHead, "\0\0\0\0\0\0\0\0"u8);

    private static void WriteHead(Utf8JsonWriter json, AppResponse response)
    {
        json.WriteNumber("statusCode"u8, response.Status);
        EventHeaders.WriteSingle(json, response);
        json.WriteStartArray("cookies"u8); // a response can set several cookies only in this array
        foreach (var cookie in response.Cookies)
            json.WriteStringValue(cookie.ToString());
        json.WriteEndArray();
    }

    // An event contains the cookies twice. In the list, the platform has split them correctly.
    private static HeaderList Headers(LambdaEvent source)
    {
        if (source.Cookies.Count == 0)
            return HeaderList.Take([.. source.Headers]);
        source.Headers.RemoveAll(header => header.Is("Cookie"));
        return HeaderList.Take([.. source.Headers, new("Cookie", string.Join("; ", source.Cookies))]);
    }
}
