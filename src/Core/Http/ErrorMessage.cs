namespace Lessons.Http;

/// <summary>The body of every error that has words for it.</summary>
internal sealed record ErrorMessage(string Message);
