using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// Events with payload version 1.0, of API Gateway's REST APIs and HTTP APIs. The parameters of the query are decoded. The path of an HTTP API
/// is decoded too.
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>.
/// </summary>
internal sealed class RestApiAdapter : IEventAdapter
{
    public static readonly RestApiAdapter Instance = new();

    private RestApiAdapter()
    {
    }

    public int MaxAnswer => EventAdapters.LambdaMaxAnswer;

    public AppRequest ToRequest(LambdaEvent source, string requestId)
    {
        if (source is not { Path: { Length: > 0 } path, HttpMethod: { Length: > 0 } method })
            throw EventAdapters.Missing("httpMethod and path");
        var headers = EventHeaders.Read(source);
        return new()
        {
            Method = method,
            Path = EventPath.OfPayload1(source, path),
            Query = EventQuery.OfDecoded(source),
            Headers = headers,
            Body = EventBody.Read(source),
            IsHttps = EventHeaders.AreHttps(headers),
            RemoteAddress = source.IdentityAddress,
            RequestId = requestId,
        };
    }

    // API Gateway merges both objects of headers. With any other property than these five, it returns 502.
    public ReadOnlyMemory<byte> ToAnswer(AppResponse response) => ThreadJson.WriteObject(
        response,
        static (json, response) =>
        {
            json.WriteNumber("statusCode"u8, response.Status);
            EventHeaders.WriteSingle(json, response);
            json.WriteStartObject("multiValueHeaders"u8);
            EventHeaders.WriteCookieList(json, response);
            json.WriteEndObject();
            EventBody.Write(json, response);
        },
        sizeHint: EventBody.SizeHint(response));
}
