namespace Lessons;

/// <summary>A session that exists in Redis: its id, and its user.</summary>
public readonly record struct Session(string Id, string UserId);
