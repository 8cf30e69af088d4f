using System.Globalization;
using Google.Protobuf;
using Portable.AzureFunctions.Protocol;
using Portable.Http;

namespace Portable.AzureFunctions;

/// <summary>Converts an invocation's RpcHttp to an AppRequest, and an AppResponse to an RpcHttp.</summary>
internal static class RpcHttpAdapter
{
    private static readonly RpcHttp Nothing = new();

    /// <summary>
    /// Converts an invocation to a request. If the HTTP request, its method or its URL is missing, the result is a request without a
    /// path. Portable.Http answers such a request with 400.
    /// </summary>
    /// <exception cref="ArgumentException">The body is a collection that contains NaN or an infinite number.</exception>
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
            IsHttps = http.Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase), // the scheme is from X-Forwarded-Proto if the host trusts it
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
            // The answer has a body even if the body is empty. If an answer has no body, the host sends the whole answer as text, with
            // status 200 and without the headers.
            Body = new() { Bytes = UnsafeByteOperations.UnsafeWrap(response.Body) }, // the bytes are not copied, because no code changes a body
        };
        foreach (var cookie in response.Cookies)
            answer.Cookies.Add(Cookie(cookie));
        return answer;
    }

    // The host fills one of the two maps. The worker's capabilities decide which map. This method reads both.
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
