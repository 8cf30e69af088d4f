namespace Lessons.Features;

/// <summary>A lesson that counts as not completed any more.</summary>
internal sealed record UndoneLesson(string LessonSlug, bool Completed);
