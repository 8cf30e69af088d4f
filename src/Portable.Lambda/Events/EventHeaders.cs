using System.Text.Json;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>The headers of an event and of an answer.</summary>
internal static class EventHeaders
{
    /// <summary>
    /// The headers of an event that may have <c>multiValueHeaders</c>. They hold all of <c>headers</c>, with the repeats. Several
    /// Cookie headers are joined as RFC 9113, 8.2.3 says.
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

    /// <summary>The service in front writes this header over what a client sends. Its own entry is the last one in any case.</summary>
    public static bool AreHttps(HeaderList headers) => headers.LastEntry("X-Forwarded-Proto") == "https";

    /// <summary>Writes the object <c>headers</c>, without the cookies.</summary>
    public static void WriteSingle(Utf8JsonWriter json, AppResponse response)
    {
        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in response.JoinHeaders())
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <summary>Writes the property <c>Set-Cookie</c> of <c>multiValueHeaders</c>; nothing for an answer without cookies.</summary>
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
