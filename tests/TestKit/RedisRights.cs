namespace Lessons.TestKit;

/// <summary>The rights of the service's Redis user, keys and commands, as deploy/redis-acl.txt lists them.</summary>
public static class RedisRights
{
    private static readonly string[][] Lines =
    [
        .. File.ReadLines(Path.Combine(Programs.Repository, "deploy", "redis-acl.txt"))
            .Select(line => line.Split(' '))
            .Where(words => words is ["ACL", "SETUSER", ..])
            .Select(words => words.Where(word => word[0] is '~' or '+').ToArray()),
    ];

    /// <summary>What mode <c>open</c> needs.</summary>
    public static IReadOnlyList<string> Open => Lines[0];

    /// <summary>What mode <c>password</c> needs in addition.</summary>
    public static IReadOnlyList<string> Password => Lines[1];

    /// <summary>What a Redis Cluster needs in addition.</summary>
    public static IReadOnlyList<string> Cluster => Lines[2];
}
