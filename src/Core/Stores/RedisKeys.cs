namespace Lessons;

/// <summary>
/// Builds every key. The text of a user comes last, so that no userId can produce a key of another kind. Each command uses one
/// key, so a Redis Cluster can run all commands.
/// </summary>
internal static class RedisKeys
{
    public static string Lessons(string userId) => "lessons:" + userId;

    public static string Session(string sessionId) => "session:" + sessionId;

    /// <summary>The ids of a user's sessions, sorted by the latest time at which each session expires.</summary>
    public static string SessionIndex(string userId) => "sessions:" + userId;

    /// <summary>The hashes of the user's password, by version.</summary>
    public static string Account(string userId) => "user:" + userId;

    /// <summary>The number of failed logins and of registrations from a block of addresses. Logins from a known address are not counted here.</summary>
    public static string AddressAttempts(string address) => "throttle:address:" + address;

    /// <summary>The number of failed attempts to log in to the account from unknown addresses.</summary>
    public static string StrangersAttempts(string userId) => "throttle:strangers:" + userId;

    /// <summary>
    /// The number of failed attempts to log in to the account from a known address. An address contains no '|'.
    /// </summary>
    public static string KnownAttempts(string userId, string address) => $"throttle:known:{address}|{userId}";

    /// <summary>The number of attempts to change the password with the session.</summary>
    public static string SessionAttempts(string userId, string sessionId) => $"throttle:session:{sessionId}|{userId}";

    /// <summary>This key exists for 30 days after a login to the account, or its registration, from the address.</summary>
    public static string KnownAddress(string userId, string address) => $"known:{address}|{userId}";
}
