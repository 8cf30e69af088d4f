using Portable.Http;

namespace Portable.Conformance;

/// <summary>A response from the socket. Chunks are joined, and the body is read as UTF-8.</summary>
public sealed record RawResponse
{
    internal RawResponse(int status, HeaderList headers, string body) => (Status, Headers, Body) = (status, headers, body);

    /// <summary>The status code.</summary>
    public int Status { get; }

    /// <summary>The headers in the order in which they came.</summary>
    public HeaderList Headers { get; }

    /// <summary>The body as text.</summary>
    public string Body { get; internal init; }

    /// <summary>The bytes of the body.</summary>
    public ReadOnlyMemory<byte> Bytes { get; internal init; }

    /// <summary>Returns the value of a header, or null if the header is missing.</summary>
    /// <exception cref="InvalidDataException">The response has several headers of that name.</exception>
    public string? Header(string name) => Headers.All(name).ToList() switch
    {
        [] => null,
        [var value] => value,
        var values => throw new InvalidDataException($"The response has {values.Count} headers {name}: {string.Join(" | ", values)}"),
    };
}
