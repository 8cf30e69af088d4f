using System.Globalization;
using System.Text;
using Google.Protobuf;
using Portable.AzureFunctions.Protocol;
using Body = Portable.AzureFunctions.Protocol.TypedData.DataOneofCase;

namespace Lessons.FunctionsLocal;

/// <summary>Writes a worker's answer as the Functions host does.</summary>
internal static class RpcHttpResponse
{
    /// <exception cref="WorkerException">The host cannot convert the answer to an HTTP response.</exception>
    public static async Task WriteAsync(HttpResponse response, RpcHttp http)
    {
        if (http.EnableContentNegotiation)
            throw new WorkerException("The worker requested content negotiation, which this stand-in does not support.");
        // If the answer has no body, the host sends the whole answer as text, with status 200 and without the answer's headers.
        var (isText, body) = http.Body is null ? (true, Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(http))) : Read(http.Body);
        if (http.Body is not null)
            WriteHead(response, http);
        if (isText)
            response.ContentType = WithCharset(response.ContentType ?? "text/plain");
        if (body.Length > 0)
            await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private static void WriteHead(HttpResponse response, RpcHttp http)
    {
        try
        {
            // Names that differ only in case are the same header. TryAdd keeps the first value.
            foreach (var (name, value) in http.Headers)
                response.Headers.TryAdd(name, value);
            response.StatusCode = int.TryParse(http.StatusCode, NumberStyles.Integer, CultureInfo.InvariantCulture, out var status) ? status : 200;
            foreach (var cookie in http.Cookies)
                response.Cookies.Append(cookie.Name, cookie.Value, Options(cookie));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            response.Clear(); // for example because of a line break in a header or a space in a cookie's name
            throw new WorkerException($"The worker's answer is not valid in HTTP: {exception.Message}");
        }
    }

    // ASP.NET Core percent-encodes the cookie's value. The default path is "/".
    private static CookieOptions Options(RpcHttpCookie cookie)
    {
        var options = new CookieOptions
        {
            Domain = cookie.Domain?.Value,
            Secure = cookie.Secure?.Value ?? false,
            HttpOnly = cookie.HttpOnly?.Value ?? false,
            MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds.Value) : null,
            Expires = cookie.Expires is { Value: { } time } ? DateTimeOffset.FromUnixTimeSeconds(time.Seconds) : null,
            SameSite = cookie.SameSite switch
            {
                RpcHttpCookie.Types.SameSite.Lax => SameSiteMode.Lax,
                RpcHttpCookie.Types.SameSite.Strict => SameSiteMode.Strict,
                RpcHttpCookie.Types.SameSite.ExplicitNone => SameSiteMode.None,
                _ => SameSiteMode.Unspecified,
            },
        };
        if (cookie.Path is { } path)
            options.Path = path.Value;
        return options;
    }

    // For a body of the kind stream, the host reads the field bytes, which is then empty. The response has an empty body.
    private static (bool IsText, byte[] Body) Read(TypedData data) => data.DataCase switch
    {
        Body.Bytes => (false, data.Bytes.ToByteArray()),
        Body.Stream => (false, []),
        Body.None => (true, []),
        Body.String => (true, Encoding.UTF8.GetBytes(data.String)),
        Body.Json => (true, Encoding.UTF8.GetBytes(data.Json)),
        Body.Int => (true, Encoding.UTF8.GetBytes(data.Int.ToString(CultureInfo.InvariantCulture))),
        Body.Double => (true, Encoding.UTF8.GetBytes(data.Double.ToString(CultureInfo.InvariantCulture))),
        _ => throw new WorkerException($"The host does not support a body of the kind {data.DataCase}."),
    };

    private static string WithCharset(string contentType) =>
        contentType.Contains("charset=", StringComparison.OrdinalIgnoreCase) ? contentType : contentType + "; charset=utf-8";
}
