namespace Lessons;

/// <summary>
/// The client for which a password is hashed: the smallest <see cref="AddressBlock"/> of its address, and the account.
/// </summary>
internal readonly record struct LoginSource(string Address, string UserId);
