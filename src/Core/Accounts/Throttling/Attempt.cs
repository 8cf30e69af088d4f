namespace Lessons;

/// <summary>
/// A login, a registration or a change of a password that was counted under <paramref name="Keys"/>. <paramref name="Wait"/> is
/// null when the attempt may go on; otherwise the client must wait that long. <paramref name="Expiring"/> completes when the last
/// count has a time to live. The caller hashes the password in the meantime.
/// </summary>
internal sealed record Attempt(string UserId, string Address, string[] Keys, TimeSpan? Wait, Task Expiring);
