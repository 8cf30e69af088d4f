namespace Lessons;

/// <summary>A session that Redis has: its id, and the user that it belongs to.</summary>
public readonly record struct Session(string Id, string UserId);
