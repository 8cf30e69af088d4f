namespace Lessons.TestKit;

/// <summary>
/// Marks a test that can fail because of a fault in a host. Such a test checks the raw target, the query, repeated headers, cookies,
/// the transport of the body, HEAD, a status without a body, limits, the client's address, the log or the start.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HostCaseAttribute : Attribute;
