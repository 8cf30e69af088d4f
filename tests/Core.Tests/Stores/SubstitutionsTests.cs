using System.Reflection;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

/// <summary>
/// <c>src/NativeAot.Substitutions.xml</c> makes the static constructors of these types empty. If a new version of the library set
/// more static fields there, the programs of the two clouds would silently run without these fields.
/// </summary>
public sealed class SubstitutionsTests
{
    [Theory]
    [InlineData("CommandMap", "Default", "Envoyproxy", "SSDB", "Sentinel", "Twemproxy", "s_AllCommands")]
    [InlineData("ServerEndPoint", "DrainFloor", "MaintenanceRefreshJitterMilliseconds", "nameSanitizer")]
    public void The_static_fields_of_the_substituted_types_are_the_reviewed_ones(string type, params string[] names)
    {
        var fields = typeof(ConnectionMultiplexer).Assembly.GetType("StackExchange.Redis." + type, throwOnError: true)!
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => !field.IsLiteral && field.GetCustomAttribute<ThreadStaticAttribute>() is null)
            .Select(field => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name);

        Assert.Equal(names, fields.Order(StringComparer.Ordinal));
    }
}
