namespace Lessons;

/// <summary>The hash of an account's password, and the version that it has there: 1 at the registration, one more with each change.</summary>
public sealed record StoredPassword(long Version, string Hash);
