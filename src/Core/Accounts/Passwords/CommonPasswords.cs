namespace Lessons;

/// <summary>
/// The 3,000 most frequent passwords that are long enough to be chosen. The list is read when a user first chooses a password.
/// </summary>
internal static class CommonPasswords
{
    private static readonly Lazy<HashSet<string>> All = new(Read);

    /// <summary>Whether the password is in the list. The comparison ignores case.</summary>
    public static bool Contain(string password) => All.Value.Contains(password);

    private static HashSet<string> Read()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords")!);
        return new(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
    }
}
