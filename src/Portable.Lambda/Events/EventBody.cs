using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>Reads the body of an event and writes the body of a response. All formats have the same two properties for the body.</summary>
internal static class EventBody
{
    public static byte[] Read(LambdaEvent source)
    {
        if (source.Body is not { Length: > 0 } body)
            return [];
        if (!source.IsBase64Encoded)
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

    /// <summary>
    /// The expected size of a response in bytes. A JSON body grows, because its quotation marks are escaped. A body that is not text grows by
    /// a third as base64.
    /// </summary>
    public static int SizeHint(AppResponse response) => response.Body.Length + (response.Body.Length / 3);

    public static void Write(Utf8JsonWriter json, AppResponse response)
    {
        var isText = response.Body.IsEmpty
            || (response.ContentType?.Contains("charset=utf-8", StringComparison.OrdinalIgnoreCase) == true
                && response.Headers.First("Content-Encoding") is null
                && Utf8.IsValid(response.Body.Span));
        if (isText)
            EscapedText.WriteString(json, "body"u8, response.Body.Span);
        else
            json.WriteBase64String("body"u8, response.Body.Span);
        json.WriteBoolean("isBase64Encoded"u8, !isText);
    }
}
