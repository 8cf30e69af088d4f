namespace Lessons.Conformance;

/// <summary>
/// A test with cases that do not run on these hosts. Values lists the first arguments of the skipped cases. An empty list skips every case.
/// </summary>
internal sealed record PlatformLimit(string[] Hosts, string Test, string[] Values, string Reason);
