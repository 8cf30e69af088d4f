namespace Lessons.Conformance;

/// <summary>A test that a platform's hosts leave out: for these first values, or for none in particular.</summary>
internal sealed record PlatformLimit(string Platform, string Test, string[] Values, string Reason);
