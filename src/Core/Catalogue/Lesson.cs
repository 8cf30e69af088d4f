namespace Lessons;

/// <summary>A lesson of the catalogue.</summary>
internal sealed record Lesson(string Slug, string Title, string? Course, int? Order);
