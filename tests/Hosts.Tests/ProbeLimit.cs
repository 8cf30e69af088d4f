namespace Portable.Tests;

/// <summary>A test that a host leaves out: for these first values, or for none in particular.</summary>
internal sealed record ProbeLimit(string Host, string Test, string[] Values, string Reason);
