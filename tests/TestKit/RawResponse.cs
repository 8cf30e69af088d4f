using Portable.Http;

namespace Lessons.TestKit;

/// <summary>What came back over the socket, any chunks joined, the body read as UTF-8.</summary>
public sealed record RawResponse(int Status, HeaderList Headers, string Body)
{
    /// <summary>The body as it came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The one value of a header; null when there is none. Fails when there are several.</summary>
    public string? Header(string name) => Headers.All(name).SingleOrDefault();
}
