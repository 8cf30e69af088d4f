namespace Lessons.Features;

/// <summary>A lesson that was just marked; the time is RFC 3339 in UTC.</summary>
internal sealed record MarkedLesson(string LessonSlug, string LastCompleted);
