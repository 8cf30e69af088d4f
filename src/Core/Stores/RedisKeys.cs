namespace Lessons;

/// <summary>
/// Every key. User-supplied text comes last, so that no userId makes another kind of key; each command touches one
/// key, so a Redis Cluster serves them all.
/// </summary>
internal static class RedisKeys
{
    public static string Lessons(string userId) => "lessons:" + userId;

    public static string Session(string sessionId) => "session:" + sessionId;

    /// <summary>A user's session ids, by when they expire at the latest.</summary>
    public static string SessionIndex(string userId) => "sessions:" + userId;

    /// <summary>The hash of the user's password.</summary>
    public static string Account(string userId) => "user:" + userId;

    /// <summary>How often that address has tried to log in, or has registered.</summary>
    public static string AddressAttempts(string address) => "throttle:address:" + address;

    /// <summary>How often addresses that the account does not know have tried to log in to it.</summary>
    public static string StrangersAttempts(string userId) => "throttle:strangers:" + userId;

    /// <summary>How often that address has tried, which the account knows. An address holds no '|'.</summary>
    public static string KnownAttempts(string userId, string address) => $"throttle:known:{address}|{userId}";

    /// <summary>How often whoever has that session has tried to change the password.</summary>
    public static string SessionAttempts(string userId, string sessionId) => $"throttle:session:{sessionId}|{userId}";

    /// <summary>Is there when somebody has logged in to the account from that address.</summary>
    public static string KnownAddress(string userId, string address) => $"known:{address}|{userId}";
}
