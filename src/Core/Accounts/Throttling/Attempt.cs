namespace Lessons;

/// <summary>
/// An attempt to log in, counted under some keys. <paramref name="Wait"/> is null when the attempt may go on.
/// <paramref name="Expiring"/> completes when the last count has a time to live. The caller hashes the password in the meantime.
/// </summary>
internal sealed record Attempt(string UserId, string Address, string[] Keys, TimeSpan? Wait, Task Expiring);
