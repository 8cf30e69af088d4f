namespace Lessons;

/// <summary>
/// An attempt to log in, counted under some keys. <paramref name="Wait"/> is null when it may go on. <paramref name="Expiring"/>
/// completes when the last of the counts has an end; the caller hashes the password while it waits.
/// </summary>
internal sealed record Attempt(string UserId, string Address, string[] Keys, TimeSpan? Wait, Task Expiring);
