namespace Portable.Lambda;

/// <summary>
/// One event. The response is due before <see cref="Deadline"/>. The trace id is the value of X-Ray's header. Only functions with tenant
/// isolation get a tenant id.
/// </summary>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId, string? TenantId, ReadOnlyMemory<byte> Event);
