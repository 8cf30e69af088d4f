using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace Portable.Conformance;

/// <summary>Holds the limits of a host true.</summary>
internal static class HostLimits
{
    /// <summary>Runs the body of a case. If a limit covers the case, the body must throw.</summary>
    /// <exception cref="XunitException">A limit covers the case, and the body does not throw.</exception>
    public static async Task RunAsync(IReadOnlyList<HostLimit> limits, string test, object?[] arguments, Func<Task> body)
    {
        if (limits.FirstOrDefault(limit => limit.Covers(test, arguments)) is not { } known)
            await body();
        else if (await Record.ExceptionAsync(body) is null)
            throw new XunitException($"This case passes on this host, so its limit is out of date. Remove the case from the limit: {known.Reason}");
    }

    /// <summary>Returns a sentence for each limit whose test or value does not exist in a class of tests.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<HostLimit> limits, Type tests)
    {
        var cases = tests.GetMethods()
            .Where(method => method.IsDefined(typeof(FactAttribute)))
            .ToLookup(method => method.Name, method => method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data).ToList(), StringComparer.Ordinal);
        return limits.SelectMany(limit => cases.Contains(limit.Case)
            ? limit.Values.Where(value => !cases[limit.Case].Any(rows => rows.Exists(row => HostLimit.Matches(value, row)))).Select(value => $"{limit.Case} has no case \"{value}\".")
            : [$"There is no test {limit.Case}."]);
    }
}
