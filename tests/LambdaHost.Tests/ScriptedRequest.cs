using Portable.Http;

namespace Lessons.Tests;

/// <summary>A request that a scripted server received. <paramref name="Connection"/> is the connection's number, counted from 1.</summary>
internal sealed record ScriptedRequest(int Connection, string Line, HeaderList Headers, string Body);
