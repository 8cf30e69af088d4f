using System.Text.Json;

namespace Lessons.LambdaLocal;

/// <summary>One service in front of the function: its event, and what it makes of the answer.</summary>
internal interface IEventFormat
{
    /// <summary>The largest answer, in bytes of JSON.</summary>
    int MaxAnswer { get; }

    /// <summary>The service's own answer to a request for which it does not call the function; otherwise null.</summary>
    GatewayRefusal? Refuse(GatewayRequest request);

    /// <summary>Writes the properties of the event.</summary>
    void WriteEvent(Utf8JsonWriter json, GatewayRequest request);

    /// <summary>Writes status and headers into the response. Returns the body.</summary>
    /// <exception cref="FormatException">The answer does not have the service's form.</exception>
    byte[] ReadAnswer(JsonElement answer, HttpResponse response);
}
