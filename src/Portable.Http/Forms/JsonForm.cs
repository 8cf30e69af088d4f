using System.Text.Json;

namespace Portable.Http;

/// <summary>Reads a JSON object. Its string properties are the values of the form.</summary>
internal static class JsonForm
{
    /// <summary>
    /// Returns false when the body is not exactly one JSON object of at most 64 levels. A property that is not a string gets an
    /// empty value. The name then has a value, so the value in the query is not used.
    /// </summary>
    public static bool TryAddTo(Form form, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..]; // RFC 8259, 8.1 allows a parser to ignore a byte order mark
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                form.Add(name, reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");
                reader.Skip();
            }

            // Reading past the object's end throws when anything but white space follows.
            return !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the text is not valid Unicode (invalid UTF-8, or half a surrogate pair).
            return false;
        }
    }
}
