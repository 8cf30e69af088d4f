using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lessons.Http;

namespace Lessons.LambdaHost.FunctionUrl;

/// <summary>A Function URL's event to our request, and our response to its answer.</summary>
internal static class FunctionUrlAdapter
{
    private const string Wanted = "wanted is a Function URL's or HTTP API's event of payload version 2.0";

    // The envelope is read by Lambda alone; without it every quote of a JSON body would be six bytes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="UnsupportedEventException">It is no Function URL event, or its body is no base64.</exception>
    public static AppRequest ToRequest(ReadOnlySpan<byte> json, string requestId)
    {
        var request = Parse(json);
        if (request is not { Version: "2.0", RawPath: { } path, RequestContext.Http.Method: { Length: > 0 } method })
            throw new UnsupportedEventException($"This event has no version 2.0, rawPath and requestContext.http.method: {Wanted}.");

        var headers = Headers(request);
        return new()
        {
            Method = method,
            Path = WithoutStage(path, request.RequestContext.Stage),
            Query = request.RawQueryString ?? "",
            Headers = headers,
            Body = Body(request),
            IsHttps = headers.First("X-Forwarded-Proto") == "https",
            RemoteAddress = request.RequestContext.Http.SourceIp,
            RequestId = requestId,
        };
    }

    public static ReadOnlyMemory<byte> ToAnswer(AppResponse response)
    {
        var isText = response.ContentType is null || response.ContentType.Contains("charset=utf-8", StringComparison.Ordinal);
        var body = isText ? Encoding.UTF8.GetString(response.Body.Span) : Convert.ToBase64String(response.Body.Span);
        var answer = new FunctionUrlAnswer(response.Status, response.JoinHeaders(), [.. response.Cookies.Select(cookie => cookie.ToString())], body, !isText);

        var buffer = new ArrayBufferWriter<byte>(body.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, Options);
        JsonSerializer.Serialize(writer, answer, FunctionUrlJson.Default.FunctionUrlAnswer);
        return buffer.WrittenMemory;
    }

    private static FunctionUrlEvent? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FunctionUrlJson.Default.FunctionUrlEvent);
        }
        catch (JsonException exception)
        {
            // The path only: the event may hold a password.
            throw new UnsupportedEventException($"This event cannot be read at {exception.Path ?? "its beginning"}: {Wanted}.");
        }
    }

    private static HeaderList Headers(FunctionUrlEvent request)
    {
        var hasCookies = request.Cookies is { Length: > 0 };
        var list = new List<Header>((request.Headers?.Count ?? 0) + 1);
        foreach (var (name, value) in request.Headers ?? [])
        {
            if (value is not null && !(hasCookies && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)))
                list.Add(new(name, value));
        }

        if (hasCookies)
            list.Add(new("Cookie", string.Join("; ", request.Cookies!)));
        return [.. list];
    }

    private static string WithoutStage(string path, string? stage)
    {
        if (stage is null or "" or "$default" || !path.StartsWith('/') || !path.AsSpan(1).StartsWith(stage, StringComparison.Ordinal))
            return path;
        var rest = path[(stage.Length + 1)..];
        return rest is "" ? "/" : rest[0] == '/' ? rest : path;
    }

    private static byte[] Body(FunctionUrlEvent request)
    {
        if (request.Body is not { Length: > 0 } body)
            return [];
        if (request.IsBase64Encoded is not true)
            return Encoding.UTF8.GetBytes(body);
        try
        {
            return Convert.FromBase64String(body);
        }
        catch (FormatException)
        {
            throw new UnsupportedEventException("This event's body is marked as base64 and is none.");
        }
    }
}
