namespace Lessons.Features;

/// <summary>A lesson and when the user completed it: RFC 3339, as it was stored; null when they have not.</summary>
internal sealed record LessonState(string Slug, string Title, string? Course, string? Completed);
