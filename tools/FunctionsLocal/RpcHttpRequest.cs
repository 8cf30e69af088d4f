using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>Converts an HTTP request to RpcHttp, as the Functions host does for a worker.</summary>
internal static class RpcHttpRequest
{
    /// <summary>
    /// Builds the URL from the path that the server has decoded: <c>%41</c> becomes <c>A</c>, and <c>..</c> is resolved. <c>%2F</c>
    /// stays, and a <c>%</c> that does not begin an escape becomes <c>%25</c>.
    /// </summary>
    public static async Task<RpcHttp> CreateAsync(HttpRequest request, Capabilities capabilities)
    {
        var http = new RpcHttp { Method = request.Method, Url = $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}" };
        foreach (var (name, values) in request.Query)
            Add(http.NullableQuery, http.Query, name, values.ToString(), capabilities, skipsEmpty: true);
        foreach (var (name, values) in request.Headers)
            Add(http.NullableHeaders, http.Headers, LowerCase(name), values.ToString(), capabilities, capabilities.IgnoresEmptyHeaders);
        // As on the Functions host, a chunked body is lost here, because it has no Content-Length.
        if (request.ContentLength > 0)
            Fill(http, request.ContentType, await ReadAsync(request), capabilities);
        return http;
    }

    private static void Add(MapField<string, NullableString> nullable, MapField<string, string> plain, string name, string value, Capabilities capabilities, bool skipsEmpty)
    {
        if (capabilities.NullableValues)
            nullable.Add(name, new() { Value = value });
        else if (value.Length > 0 || !skipsEmpty)
            plain.Add(name, value);
    }

    private static void Fill(RpcHttp http, string? contentType, byte[] body, Capabilities capabilities)
    {
        var isBinary = IsBinary(contentType);
        if (capabilities.BodyOnly)
        {
            http.Body = isBinary || capabilities.BodyAsBytes ? Bytes(body) : Text(body);
            return;
        }

        http.Body = isBinary ? Bytes(body) : IsJson(contentType, body) ? new() { Json = Encoding.UTF8.GetString(body) } : Text(body);
        http.RawBody = capabilities.BodyAsBytes ? Bytes(body) : Text(body);
    }

    private static TypedData Bytes(byte[] body) => new() { Bytes = UnsafeByteOperations.UnsafeWrap(body) };

    private static TypedData Text(byte[] body) => new() { String = Encoding.UTF8.GetString(body) };

    private static bool IsBinary(string? contentType) =>
        MediaType(contentType) is { } type && (type.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase) || type.Contains("multipart/", StringComparison.OrdinalIgnoreCase));

    private static bool IsJson(string? contentType, byte[] body)
    {
        if (!"application/json".Equals(MediaType(contentType), StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            using var document = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? MediaType(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.MediaType : null;

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream(); // grows with the received bytes and not to Content-Length, which a client may set too high
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static string LowerCase(string name) => string.Create(name.Length, name, (span, text) => text.AsSpan().ToLowerInvariant(span));
}
