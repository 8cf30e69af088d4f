using Portable.Http;

namespace Lessons.Tests;

/// <summary>A request as it was received; the connections of a server are counted from 1.</summary>
internal sealed record ScriptedRequest(int Connection, string Line, HeaderList Headers, string Body);
