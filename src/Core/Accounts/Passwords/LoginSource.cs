namespace Lessons;

/// <summary>
/// The client for which a password is hashed: the smallest block of its address (see Throttling), and the account.
/// </summary>
internal readonly record struct LoginSource(string Address, string UserId);
