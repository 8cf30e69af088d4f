namespace Portable.Tests;

/// <summary>
/// A test that is skipped on these hosts. Values lists the skipped cases: each by its first argument, or by all its arguments joined by spaces.
/// An empty list skips every case.
/// </summary>
internal sealed record ProbeLimit(string[] Hosts, string Test, string[] Values, string Reason);
