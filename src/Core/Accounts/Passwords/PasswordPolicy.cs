namespace Lessons;

/// <summary>Which passwords may be chosen: by length and rarity, whatever they are made of.</summary>
internal static class PasswordPolicy
{
    private const int MinLength = 8;
    private const int MaxLength = 128;

    /// <summary>Null for a password that may be chosen, else what is wrong with it.</summary>
    public static string? Refuse(string password, string userId)
    {
        // A character is a code point: an emoji is one, whatever UTF-16 makes of it. Nothing is trimmed or normalised.
        if (password.EnumerateRunes().Count() is < MinLength or > MaxLength)
            return "The password must have 8 to 128 characters";
        if (CommonPasswords.Contain(password))
            return "The password is too common";
        return password.Equals(userId, StringComparison.OrdinalIgnoreCase) ? "The password must not be the userId" : null;
    }
}
