using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>Converts a Function URL's event to an AppRequest, and an AppResponse to a Function URL's response payload.</summary>
internal static class FunctionUrlAdapter
{
    /// <summary>The end of the message of every refused event, except for a body that is not base64.</summary>
    public const string Wanted = "this function accepts events of a Function URL or an HTTP API with payload version 2.0";

    /// <exception cref="UnsupportedEventException">The event is not a Function URL event, or its body is not valid base64.</exception>
    public static AppRequest ToRequest(ReadOnlySpan<byte> json, string requestId)
    {
        var request = new EventReader(json).Read();
        if (request is not { Version: "2.0", RawPath: { } path, Method: { Length: > 0 } method })
            throw new UnsupportedEventException($"The event lacks version 2.0, rawPath or requestContext.http.method: {Wanted}.");

        var headers = Headers(request);
        return new()
        {
            Method = method,
            Path = WithoutStage(path, request.Stage),
            Query = request.RawQueryString ?? "",
            Headers = headers,
            Body = Body(request),
            IsHttps = headers.First("X-Forwarded-Proto") == "https",
            RemoteAddress = request.SourceIp,
            RequestId = requestId,
        };
    }

    public static ReadOnlyMemory<byte> ToAnswer(AppResponse response)
    {
        // A JSON body grows, because its quotation marks are escaped. A body that is not text grows by a third as base64.
        var writer = ThreadJson.Begin(out var buffer, response.Body.Length + (response.Body.Length / 3));
        try
        {
            writer.WriteStartObject();
            writer.WriteNumber("statusCode"u8, response.Status);
            writer.WriteStartObject("headers"u8);
            foreach (var (name, value) in response.JoinHeaders())
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteStartArray("cookies"u8); // a response can set several cookies only in this array
            foreach (var cookie in response.Cookies)
                writer.WriteStringValue(cookie.ToString());
            writer.WriteEndArray();
            WriteBody(writer, response);
            writer.WriteEndObject();
            writer.Flush();
            return ThreadJson.TakeWritten(writer, buffer);
        }
        finally
        {
            ThreadJson.End(writer);
        }
    }

    private static void WriteBody(Utf8JsonWriter writer, AppResponse response)
    {
        var isText = response.Body.IsEmpty
            || (response.ContentType?.Contains("charset=utf-8", StringComparison.OrdinalIgnoreCase) == true
                && response.Headers.First("Content-Encoding") is null
                && Utf8.IsValid(response.Body.Span));
        if (isText)
            EscapedText.WriteString(writer, "body"u8, response.Body.Span);
        else
            writer.WriteBase64String("body"u8, response.Body.Span);
        writer.WriteBoolean("isBase64Encoded"u8, !isText);
    }

    // An event contains the cookies twice. In the list, the platform has split them correctly.
    private static HeaderList Headers(FunctionUrlEvent request)
    {
        if (request.Cookies.Count == 0)
            return HeaderList.Take([.. request.Headers]);
        request.Headers.RemoveAll(header => header.Is("Cookie"));
        return HeaderList.Take([.. request.Headers, new("Cookie", string.Join("; ", request.Cookies))]);
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
        if (!request.IsBase64Encoded)
            return Encoding.UTF8.GetBytes(body);
        try
        {
            return Convert.FromBase64String(body);
        }
        catch (FormatException)
        {
            throw new UnsupportedEventException("The event has isBase64Encoded true, but its body is not valid base64.");
        }
    }
}
