namespace Portable.Lambda;

/// <summary>
/// One event to answer, by its <see cref="Deadline"/>. The trace id is X-Ray's header; the tenant id comes only to
/// functions with tenant isolation.
/// </summary>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId, string? TenantId, ReadOnlyMemory<byte> Event);
