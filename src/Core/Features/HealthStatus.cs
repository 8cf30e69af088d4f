namespace Lessons.Features;

/// <summary>The body of <c>/health</c>.</summary>
internal sealed record HealthStatus(string Status);
