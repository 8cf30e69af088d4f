namespace Lessons;

/// <summary>
/// The hash of an account's password, and its version. The version is 1 at the registration. Each change adds 1 to the version.
/// </summary>
public sealed record StoredPassword(long Version, string Hash);
