namespace Lessons.Features;

/// <summary>When each lesson was completed last (RFC 3339), by slug, in the order of the slugs' UTF-8 bytes.</summary>
internal sealed record CompletedLessons(OrderedDictionary<string, string> Lessons);
