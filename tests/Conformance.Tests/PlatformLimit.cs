namespace Lessons.Conformance;

/// <summary>A test that these hosts leave out: for these first values, or for all.</summary>
internal sealed record PlatformLimit(string[] Hosts, string Test, string[] Values, string Reason);
