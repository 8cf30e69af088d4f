namespace Portable.Tests;

/// <summary>A test that these hosts leave out: for these first values, for these values joined by spaces, or for all.</summary>
internal sealed record ProbeLimit(string[] Hosts, string Test, string[] Values, string Reason);
