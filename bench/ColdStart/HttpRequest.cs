namespace Lessons.ColdStart;

/// <summary>What a bootstrap asked or answered, and where.</summary>
internal sealed record HttpRequest(HttpConnection Connection, string Method, string Path, byte[] Body);
