using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>A service in front of the function: the event that it sends, and how it reads the function's response.</summary>
internal interface IEventFormat
{
    /// <summary>The largest response of the function, in bytes of JSON.</summary>
    int MaxAnswer { get; }

    /// <summary>Returns the service's own response to a request that it does not pass to the function; null for any other request.</summary>
    GatewayRefusal? Refuse(GatewayRequest request);

    /// <summary>Writes the properties of the event.</summary>
    void WriteEvent(Utf8JsonWriter json, GatewayRequest request);

    /// <summary>Writes status and headers into the response. Returns the body.</summary>
    /// <exception cref="FormatException">The response does not have the form that the service requires.</exception>
    byte[] ReadAnswer(JsonElement answer, HttpResponse response);
}
