using System.Runtime.CompilerServices;
using Xunit;

namespace Lessons.TestKit;

/// <summary>A fact that runs redis-server. Outside CI, the fact is skipped if redis-server is not installed. The tests with Garnet still run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisServerFactAttribute : FactAttribute
{
    public RedisServerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Tools), nameof(Tools.LacksRedisServer), Tools.NoRedisServer);
}
