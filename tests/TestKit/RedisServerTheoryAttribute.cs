using System.Runtime.CompilerServices;
using Xunit;

namespace Lessons.TestKit;

/// <summary>A theory that runs redis-server. See <see cref="RedisServerFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisServerTheoryAttribute : TheoryAttribute
{
    public RedisServerTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Tools), nameof(Tools.LacksRedisServer), Tools.NoRedisServer);
}
