namespace Lessons;

/// <summary>
/// Decides which passwords a user may choose. A password must have 8 to 128 characters, must not be common, and must not be the
/// userId. The kinds of characters do not matter.
/// </summary>
internal static class PasswordPolicy
{
    private const int MinLength = 8;
    private const int MaxLength = 128;

    /// <summary>Returns null for a password that a user may choose; otherwise the reason for the refusal.</summary>
    public static string? Refuse(string password, string userId)
    {
        // A character is a code point: an emoji counts as one, although UTF-16 needs two units for it. The password is neither
        // trimmed nor normalised.
        if (password.EnumerateRunes().Count() is < MinLength or > MaxLength)
            return "The password must have 8 to 128 characters";
        if (CommonPasswords.Contain(password))
            return "The password is too common";
        return password.Equals(userId, StringComparison.OrdinalIgnoreCase) ? "The password must not be the userId" : null;
    }
}
