namespace Portable.Redis;

/// <summary>Where Redis is, and how long it may take.</summary>
public sealed record RedisSettings(RedisUrl Url)
{
    /// <summary>How long a command may take, with its retry; a second unless set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the server is a node of a Redis Cluster.</summary>
    public bool IsCluster { get; init; }
}
