using System.Text.Json;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>Reads the headers of an event and writes the headers of a response.</summary>
internal static class EventHeaders
{
    /// <summary>
    /// Reads <c>multiValueHeaders</c> unless that object is missing or empty, and <c>headers</c> otherwise. The first contains every value of the second,
    /// and the repeated headers. Several Cookie headers are joined by "; " (RFC 9113, section 8.2.3).
    /// </summary>
    public static HeaderList Read(LambdaEvent source)
    {
        var headers = new List<Header>();
        foreach (var header in source.MultiValueHeaders is { Count: > 0 } all ? all : source.Headers)
        {
            if (header.Is("Cookie") && headers.FindIndex(static earlier => earlier.Is("Cookie")) is >= 0 and var at)
                headers[at] = new(headers[at].Name, $"{headers[at].Value}; {header.Value}");
            else
                headers.Add(header);
        }

        return HeaderList.Take([.. headers]);
    }

    /// <summary>
    /// Whether the last entry of X-Forwarded-Proto is https. The service in front of the function overwrites the header or appends its
    /// own entry.
    /// </summary>
    public static bool AreHttps(HeaderList headers) => headers.LastEntry("X-Forwarded-Proto") == "https";

    /// <summary>Writes the object <c>headers</c>, without the cookies.</summary>
    public static void WriteSingle(Utf8JsonWriter json, AppResponse response)
    {
        json.WriteStartObject("headers"u8);
        WriteJoined(json, response);
        json.WriteEndObject();
    }

    /// <summary>Writes a property for each header, without the cookies. The values of a repeated header are joined.</summary>
    public static void WriteJoined(Utf8JsonWriter json, AppResponse response)
    {
        foreach (var (name, value) in response.JoinHeaders())
            json.WriteString(name, value);
    }

    /// <summary>Writes the property <c>Set-Cookie</c> of <c>multiValueHeaders</c>. Writes nothing if the response has no cookies.</summary>
    public static void WriteCookieList(Utf8JsonWriter json, AppResponse response)
    {
        if (response.Cookies.IsEmpty)
            return;
        json.WriteStartArray("Set-Cookie"u8);
        foreach (var cookie in response.Cookies)
            json.WriteStringValue(cookie.ToString());
        json.WriteEndArray();
    }
}
