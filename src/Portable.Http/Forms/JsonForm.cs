using System.Text.Json;

namespace Portable.Http;

/// <summary>A JSON object whose text properties are the form's values.</summary>
internal static class JsonForm
{
    /// <summary>
    /// False when the body is not one JSON object, at most 64 levels deep. A property that is no text counts
    /// as empty: it is there, so the query's value does not take its place.
    /// </summary>
    public static bool TryAddTo(Form form, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..]; // a byte order mark, which RFC 8259 8.1 allows to ignore
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
            // InvalidOperationException: text that is no Unicode (invalid UTF-8, half a surrogate pair).
            return false;
        }
    }
}
