using Portable.Http;

namespace Lessons.Tests;

/// <summary>A request that a scripted server received. <paramref name="Connection"/> is the connection's number, counted from 1.</summary>
internal sealed record ScriptedRequest(int Connection, string Line, HeaderList Headers, string Body)
{
    /// <summary>The chunks of the body; empty if the request has a Content-Length.</summary>
    public IReadOnlyList<byte[]> Chunks { get; init; } = [];

    /// <summary>The headers after the last chunk.</summary>
    public HeaderList Trailers { get; init; } = [];
}
