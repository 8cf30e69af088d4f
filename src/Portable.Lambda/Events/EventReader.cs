using System.Text.Json;
using Portable.Http;

namespace Portable.Lambda;

/// <summary>
/// Reads an event property by property. With a generated serializer context instead, a start takes 3.3 million instructions more: 8.8
/// million from exec to the first login, instead of 5.4 million.
/// </summary>
internal ref struct EventReader(ReadOnlySpan<byte> json)
{
    private Utf8JsonReader _reader = new(json);

    /// <exception cref="UnsupportedEventException">The event is not JSON, or a property has the wrong type. The message names the property.</exception>
    public LambdaEvent Read()
    {
        try
        {
            var source = new LambdaEvent();
            ReadEvent(source);
            _reader.Read(); // throws if more text follows the event
            return source;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new UnsupportedEventException($"The event is not JSON: {EventAdapters.Wanted}."); // exception.Message may quote the event
        }
    }

    private void ReadEvent(LambdaEvent source)
    {
        if (!Holds(JsonTokenType.StartObject, "$"))
            return;
        while (ReadName())
        {
            if (Is("version"u8))
                source.Version = ReadText("$.version");
            else if (Is("rawPath"u8))
                source.RawPath = ReadText("$.rawPath");
            else if (Is("rawQueryString"u8))
                source.RawQueryString = ReadText("$.rawQueryString");
            else if (Is("cookies"u8))
                ReadCookies(source);
            else if (Is("headers"u8))
                source.Headers = ReadPairs("$.headers") ?? [];
            else if (Is("requestContext"u8))
                ReadContext(source);
            else if (Is("body"u8))
                source.Body = ReadText("$.body");
            else if (Is("isBase64Encoded"u8))
                source.IsBase64Encoded = ReadBoolean("$.isBase64Encoded");
            else if (Is("methodArn"u8) || Is("routeArn"u8))
                source.IsAuthorizer = ReadText("$.methodArn") is not null;
            else
                ReadOfOlderEvents(source);
        }
    }

    // Reads the properties of payload version 1.0 and of load balancer events. Payload version 2.0 also has parameters: the adapter does not use
    // them, so they are skipped.
    private void ReadOfOlderEvents(LambdaEvent source)
    {
        if (source.Version == "2.0")
            _reader.Skip();
        else if (Is("httpMethod"u8))
            source.HttpMethod = ReadText("$.httpMethod");
        else if (Is("path"u8))
            source.Path = ReadText("$.path");
        else if (Is("resource"u8))
            source.Resource = ReadText("$.resource");
        else if (Is("multiValueHeaders"u8))
            source.MultiValueHeaders = ReadLists("$.multiValueHeaders");
        else if (Is("queryStringParameters"u8))
            source.Query = ReadPairs("$.queryStringParameters");
        else if (Is("multiValueQueryStringParameters"u8))
            source.MultiValueQuery = ReadLists("$.multiValueQueryStringParameters");
        else if (Is("pathParameters"u8))
            source.PathParameters = ReadPairs("$.pathParameters");
        else
            _reader.Skip();
    }

    private void ReadCookies(LambdaEvent source)
    {
        if (!Holds(JsonTokenType.StartArray, "$.cookies"))
            return;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (Text("$.cookies[]") is { } cookie)
                source.Cookies.Add(cookie);
        }
    }

    /// <summary>An object of texts. Null values are left out.</summary>
    private List<Header>? ReadPairs(string place)
    {
        if (!Holds(JsonTokenType.StartObject, place))
            return null;
        var pairs = new List<Header>();
        while (ReadName())
        {
            var name = LenientText.Of(ref _reader);
            if (ReadText(place, name) is { } value)
                pairs.Add(new(name, value));
        }

        return pairs;
    }

    /// <summary>An object of lists of texts: a pair for each text.</summary>
    private List<Header>? ReadLists(string place)
    {
        if (!Holds(JsonTokenType.StartObject, place))
            return null;
        var pairs = new List<Header>();
        while (ReadName())
        {
            var name = LenientText.Of(ref _reader);
            if (!Holds(JsonTokenType.StartArray, place, name))
                continue;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                if (Text(place, name) is { } value)
                    pairs.Add(new(name, value));
            }
        }

        return pairs;
    }

    private void ReadContext(LambdaEvent source)
    {
        if (!Holds(JsonTokenType.StartObject, "$.requestContext"))
            return;
        while (ReadName())
        {
            if (Is("http"u8))
                ReadHttp(source);
            else if (Is("stage"u8))
            {
                source.Stage = ReadText("$.requestContext.stage");
                source.IsApiGateway = true;
            }
            else if (Is("path"u8))
                source.ContextPath = ReadText("$.requestContext.path");
            else if (Is("identity"u8))
                ReadIdentity(source);
            else if (Is("resourcePath"u8))
            {
                ReadText("$.requestContext.resourcePath");
                source.IsApiGateway = true;
            }
            else if (Is("elb"u8))
                source.IsLoadBalancer = SkipObject("$.requestContext.elb");
            else
                _reader.Skip();
        }
    }

    private void ReadHttp(LambdaEvent source)
    {
        if (!Holds(JsonTokenType.StartObject, "$.requestContext.http"))
            return;
        while (ReadName())
        {
            if (Is("method"u8))
                source.ContextMethod = ReadText("$.requestContext.http.method");
            else if (Is("sourceIp"u8))
                source.ContextAddress = ReadText("$.requestContext.http.sourceIp");
            else
                _reader.Skip();
        }
    }

    private void ReadIdentity(LambdaEvent source)
    {
        if (!Holds(JsonTokenType.StartObject, "$.requestContext.identity"))
            return;
        source.IsApiGateway = true;
        while (ReadName())
        {
            if (Is("sourceIp"u8))
                source.IdentityAddress = ReadText("$.requestContext.identity.sourceIp");
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
    private bool Holds(JsonTokenType type, string place, string name = "")
    {
        _reader.Read();
        return _reader.TokenType == type || (_reader.TokenType == JsonTokenType.Null ? false : throw Unreadable(place, name));
    }

    /// <summary>Moves behind an object. Returns false when the value is null.</summary>
    private bool SkipObject(string place)
    {
        if (!Holds(JsonTokenType.StartObject, place))
            return false;
        _reader.Skip();
        return true;
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
        _ => throw Unreadable(place, name),
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
    private static UnsupportedEventException Unreadable(string place, string name = "") =>
        new($"The event has a wrong type at {place}{(name.Length > 0 ? "." : "")}{name}: {EventAdapters.Wanted}.");
}
