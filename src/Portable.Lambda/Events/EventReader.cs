using System.Text.Json;

namespace Portable.Lambda;

/// <summary>
/// Reads an event property by property. With a generated serializer context instead, a start takes 3.3 million instructions more: 8.8
/// million from exec to the first login, instead of 5.4 million.
/// </summary>
internal ref struct EventReader(ReadOnlySpan<byte> json)
{
    private Utf8JsonReader _reader = new(json);

    /// <exception cref="UnsupportedEventException">The event is not JSON, or a property has the wrong type. The message names the property.</exception>
    public FunctionUrlEvent Read()
    {
        try
        {
            var request = new FunctionUrlEvent();
            ReadEvent(request);
            _reader.Read(); // throws if more text follows the event
            return request;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new UnsupportedEventException($"The event is not JSON: {FunctionUrlAdapter.Wanted}."); // exception.Message may quote the event
        }
    }

    private void ReadEvent(FunctionUrlEvent request)
    {
        if (!Holds(JsonTokenType.StartObject, "$"))
            return;
        while (ReadName())
        {
            if (Is("version"u8))
                request.Version = ReadText("$.version");
            else if (Is("rawPath"u8))
                request.RawPath = ReadText("$.rawPath");
            else if (Is("rawQueryString"u8))
                request.RawQueryString = ReadText("$.rawQueryString");
            else if (Is("cookies"u8))
                ReadCookies(request);
            else if (Is("headers"u8))
                ReadHeaders(request);
            else if (Is("requestContext"u8))
                ReadContext(request);
            else if (Is("body"u8))
                request.Body = ReadText("$.body");
            else if (Is("isBase64Encoded"u8))
                request.IsBase64Encoded = ReadBoolean("$.isBase64Encoded");
            else
                _reader.Skip();
        }
    }

    private void ReadCookies(FunctionUrlEvent request)
    {
        if (!Holds(JsonTokenType.StartArray, "$.cookies"))
            return;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (Text("$.cookies[]") is { } cookie)
                request.Cookies.Add(cookie);
        }
    }

    private void ReadHeaders(FunctionUrlEvent request)
    {
        if (!Holds(JsonTokenType.StartObject, "$.headers"))
            return;
        while (ReadName())
        {
            var name = LenientText.Of(ref _reader);
            if (ReadText("$.headers.", name) is { } value)
                request.Headers.Add(new(name, value));
        }
    }

    private void ReadContext(FunctionUrlEvent request)
    {
        if (!Holds(JsonTokenType.StartObject, "$.requestContext"))
            return;
        while (ReadName())
        {
            if (Is("http"u8))
                ReadHttp(request);
            else if (Is("stage"u8))
                request.Stage = ReadText("$.requestContext.stage");
            else
                _reader.Skip();
        }
    }

    private void ReadHttp(FunctionUrlEvent request)
    {
        if (!Holds(JsonTokenType.StartObject, "$.requestContext.http"))
            return;
        while (ReadName())
        {
            if (Is("method"u8))
                request.Method = ReadText("$.requestContext.http.method");
            else if (Is("sourceIp"u8))
                request.SourceIp = ReadText("$.requestContext.http.sourceIp");
            else
                _reader.Skip();
        }
    }

    /// <summary>Moves to the next property name. Returns false at the end of the object.</summary>
    private bool ReadName()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    private readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Moves to a value of this type. Returns false when the value is null.</summary>
    private bool Holds(JsonTokenType type, string place)
    {
        _reader.Read();
        return _reader.TokenType == type || (_reader.TokenType == JsonTokenType.Null ? false : throw Unreadable(place));
    }

    private string? ReadText(string place, string name = "")
    {
        _reader.Read();
        return Text(place, name);
    }

    private string? Text(string place, string name = "") => _reader.TokenType switch
    {
        JsonTokenType.String => LenientText.Of(ref _reader),
        JsonTokenType.Null => null,
        _ => throw Unreadable(place + name),
    };

    /// <summary>Reads a boolean. Returns false for null.</summary>
    private bool ReadBoolean(string place)
    {
        _reader.Read();
        return _reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw Unreadable(place),
        };
    }

    // The message contains only the place, because the value may be a password.
    private static UnsupportedEventException Unreadable(string place) => new($"The event has a wrong type at {place}: {FunctionUrlAdapter.Wanted}.");
}
