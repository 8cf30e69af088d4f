namespace Portable.Redis;

/// <summary>The address of Redis, and the time limit of a command.</summary>
public sealed record RedisSettings(RedisUrl Url)
{
    /// <summary>The time limit of a command and its retry; one second by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the server is a node of a Redis Cluster.</summary>
    public bool IsCluster { get; init; }
}
