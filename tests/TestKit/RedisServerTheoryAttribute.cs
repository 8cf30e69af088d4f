using System.Runtime.CompilerServices;
using Xunit;

namespace Lessons.TestKit;

/// <summary>As <see cref="RedisServerFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisServerTheoryAttribute : TheoryAttribute
{
    public RedisServerTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Tools), nameof(Tools.LacksRedisServer), Tools.NoRedisServer);
}
