namespace Lessons.TestKit;

/// <summary>The rights of a Redis user, keys and commands, just as the README lists them.</summary>
public static class ReadmeRights
{
    private static readonly string[][] Lines =
    [
        .. File.ReadLines(Path.Combine(Programs.Repository, "README.md"))
            .Select(line => line.Trim().Split(' '))
            .Where(words => words is ["ACL", "SETUSER", ..])
            .Select(words => words.Where(word => word[0] is '~' or '+').ToArray()),
    ];

    public static IReadOnlyList<string> Open => Lines[0];

    /// <summary>What mode <c>password</c> needs besides.</summary>
    public static IReadOnlyList<string> Password => Lines[1];
}
