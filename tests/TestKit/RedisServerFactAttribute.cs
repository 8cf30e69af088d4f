using System.Runtime.CompilerServices;
using Xunit;

namespace Lessons.TestKit;

/// <summary>A fact that runs redis-server. Only outside CI, on a machine that has none, it is skipped: Garnet's tests are left there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisServerFactAttribute : FactAttribute
{
    public RedisServerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Tools), nameof(Tools.LacksRedisServer), Tools.NoRedisServer);
}
