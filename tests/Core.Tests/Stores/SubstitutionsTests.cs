using System.Reflection;
using StackExchange.Redis;
using Xunit;

namespace Lessons.Tests.Stores;

/// <summary>
/// What <c>src/NativeAot.Substitutions.xml</c> leaves out is what these types' static constructors set. Should a new
/// version of the library set more there, the two clouds' programs would silently lack it.
/// </summary>
public sealed class SubstitutionsTests
{
    [Theory]
    [InlineData("CommandMap", "Default", "Envoyproxy", "SSDB", "Sentinel", "Twemproxy", "s_AllCommands")]
    [InlineData("ServerEndPoint", "DrainFloor", "MaintenanceRefreshJitterMilliseconds", "nameSanitizer")]
    public void The_statics_that_are_left_out_are_those_that_were_looked_at(string type, params string[] names)
    {
        var fields = typeof(ConnectionMultiplexer).Assembly.GetType("StackExchange.Redis." + type, throwOnError: true)!
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => !field.IsLiteral && field.GetCustomAttribute<ThreadStaticAttribute>() is null)
            .Select(field => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name);

        Assert.Equal(names, fields.Order(StringComparer.Ordinal));
    }
}
