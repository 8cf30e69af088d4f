using Lessons.Http;

namespace Lessons.TestKit;

/// <summary>What came back over the socket, any chunks joined.</summary>
public sealed record RawResponse(int Status, HeaderList Headers, string Body)
{
    /// <summary>The one value of a header; null when there is none. Fails when there are several.</summary>
    public string? Header(string name) => Headers.All(name).SingleOrDefault();
}
