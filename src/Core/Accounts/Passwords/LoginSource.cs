namespace Lessons;

/// <summary>Who wants a password hashed: the smallest block of the address (see Throttling), and the account.</summary>
internal readonly record struct LoginSource(string Address, string UserId);
