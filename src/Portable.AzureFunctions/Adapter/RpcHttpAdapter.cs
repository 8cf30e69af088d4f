using System.Globalization;
using Google.Protobuf;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>An invocation's RpcHttp to our request, and our response to its answer.</summary>
internal static class RpcHttpAdapter
{
    private static readonly RpcHttp Nothing = new();

    /// <summary>
    /// Takes whatever comes: what is no HTTP request, or one without a method or a URL, becomes a request without a
    /// path, which the kernel answers 400.
    /// </summary>
    public static AppRequest ToRequest(InvocationRequest invocation, AppResponse? refusal = null, CancellationToken clientGone = default)
    {
        var http = invocation.InputData.Select(input => input.Data?.Http).FirstOrDefault(http => http is not null) ?? Nothing;
        var (path, query) = http.Method is "" ? ("", "") : RequestTarget.Split(http.Url);
        var headers = Headers(http);
        return new()
        {
            Method = http.Method,
            Path = path,
            Query = query,
            Headers = headers,
            Body = TypedDataBytes.Of(http.RawBody ?? http.Body),
            IsHttps = http.Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase), // X-Forwarded-Proto, once the host has believed it
            RemoteAddress = ClientAddress.TryParse(headers.LastEntry("X-Forwarded-For"), out var address) ? address.ToString() : null,
            RequestId = invocation.InvocationId,
            Refusal = refusal,
            ClientGone = clientGone,
        };
    }

    public static RpcHttp ToAnswer(AppResponse response)
    {
        var answer = new RpcHttp
        {
            StatusCode = response.Status.ToString(CultureInfo.InvariantCulture),
            Headers = { response.JoinHeaders() },
            // An empty one too: an answer that has no body the host takes for a value to show, with 200 and no headers.
            Body = new() { Bytes = UnsafeByteOperations.UnsafeWrap(response.Body) }, // nobody writes into a body
        };
        foreach (var cookie in response.Cookies)
            answer.Cookies.Add(Cookie(cookie));
        return answer;
    }

    // The one map or the other is filled, by what the worker can.
    private static HeaderList Headers(RpcHttp http)
    {
        var list = new List<Header>(http.NullableHeaders.Count + http.Headers.Count);
        foreach (var (name, value) in http.NullableHeaders)
            list.Add(new(name, value.Value));
        foreach (var (name, value) in http.Headers)
            list.Add(new(name, value));
        return HeaderList.Take([.. list]);
    }

    private static RpcHttpCookie Cookie(SetCookie cookie) => new()
    {
        Name = cookie.Name,
        Value = cookie.Value,
        Path = new() { Value = cookie.Path },
        Domain = cookie.Domain is null ? null : new() { Value = cookie.Domain },
        MaxAge = cookie.MaxAge is { } age ? new() { Value = Math.Floor(age.TotalSeconds) } : null,
        HttpOnly = new() { Value = cookie.HttpOnly },
        SameSite = cookie.SameSite switch
        {
            SameSite.Strict => RpcHttpCookie.Types.SameSite.Strict,
            SameSite.None => RpcHttpCookie.Types.SameSite.ExplicitNone,
            _ => RpcHttpCookie.Types.SameSite.Lax,
        },
        Secure = new() { Value = cookie.Secure },
    };
}
