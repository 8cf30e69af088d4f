namespace Lessons.TestKit;

/// <summary>
/// The test's cases can come out wrong by a host's fault: they are about the raw target, the query, repeated headers,
/// cookies, the body's transport, HEAD, a status without a body, limits, the client's address, the log or the start.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HostCaseAttribute : Attribute;
