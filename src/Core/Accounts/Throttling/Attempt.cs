namespace Lessons;

/// <summary>An attempt to log in, counted under some keys. <paramref name="Wait"/> is null when it may go on.</summary>
internal sealed record Attempt(string UserId, string Address, string[] Keys, TimeSpan? Wait);
