namespace Lessons.Conformance;

/// <summary>A test that does not run on these hosts, either for these first values or, if there are none, for all values.</summary>
internal sealed record PlatformLimit(string[] Hosts, string Test, string[] Values, string Reason);
