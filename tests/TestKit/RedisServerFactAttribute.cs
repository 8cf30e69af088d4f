using System.Runtime.CompilerServices;
using Xunit;

namespace Lessons.TestKit;

/// <summary>A fact that runs redis-server. It is skipped if redis-server is not installed, except in CI on Linux. There it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisServerFactAttribute : FactAttribute
{
    public RedisServerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Tools), nameof(Tools.LacksRedisServer), Tools.NoRedisServer);
}
