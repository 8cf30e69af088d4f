namespace Lessons.Features;

/// <summary>The empty object, <c>{}</c>.</summary>
internal sealed record Nothing;
