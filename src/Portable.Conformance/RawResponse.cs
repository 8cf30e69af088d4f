using Portable.Http;

namespace Portable.Conformance;

/// <summary>A response from the socket. Chunks are joined, and the body is read as UTF-8.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers in the order in which they came.</param>
/// <param name="Body">The body as text.</param>
public sealed record RawResponse(int Status, HeaderList Headers, string Body)
{
    /// <summary>The bytes of the body.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Returns the value of a header, or null if the header is missing.</summary>
    /// <exception cref="InvalidOperationException">The header has several values.</exception>
    public string? Header(string name) => Headers.All(name).SingleOrDefault();
}
