namespace Lessons.TestKit;

/// <summary>The rights of the service's Redis user: the keys and commands in deploy/redis-acl.txt.</summary>
public static class RedisRights
{
    private static readonly string[][] Lines =
    [
        .. File.ReadLines(Path.Combine(Programs.Repository, "deploy", "redis-acl.txt"))
            .Select(line => line.Split(' '))
            .Where(words => words is ["ACL", "SETUSER", ..])
            .Select(words => words.Where(word => word[0] is '~' or '+').ToArray()),
    ];

    /// <summary>The rights for mode <c>open</c>.</summary>
    public static IReadOnlyList<string> Open => Lines[0];

    /// <summary>The additional rights for mode <c>password</c>.</summary>
    public static IReadOnlyList<string> Password => Lines[1];

    /// <summary>The additional rights for a Redis Cluster.</summary>
    public static IReadOnlyList<string> Cluster => Lines[2];
}
