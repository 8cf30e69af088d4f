using Portable.Http;

namespace Lessons.TestKit;

/// <summary>A response from the socket. Chunks are joined, and the body is read as UTF-8.</summary>
public sealed record RawResponse(int Status, HeaderList Headers, string Body)
{
    /// <summary>The bytes of the body.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Returns the value of a header, or null if the header is missing. Throws if there are several values.</summary>
    public string? Header(string name) => Headers.All(name).SingleOrDefault();
}
