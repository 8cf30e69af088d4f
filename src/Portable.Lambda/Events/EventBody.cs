using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>The body of an event and of an answer. All formats have the same two properties for it.</summary>
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
            throw new UnsupportedEventException("The event says that its body is base64, and the body is not.");
        }
    }

    /// <summary>
    /// A number of bytes for an answer. A body of JSON grows, since its quotation marks are escaped. Another body grows by a third as
    /// base64.
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
