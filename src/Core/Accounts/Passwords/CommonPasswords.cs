namespace Lessons;

/// <summary>The 3,000 most frequent passwords of those that are long enough; read when the first password is chosen.</summary>
internal static class CommonPasswords
{
    private static readonly Lazy<HashSet<string>> All = new(Read);

    /// <summary>Case does not count.</summary>
    public static bool Contain(string password) => All.Value.Contains(password);

    private static HashSet<string> Read()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords")!);
        return new(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
    }
}
