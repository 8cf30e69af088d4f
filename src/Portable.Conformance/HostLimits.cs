using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace Portable.Conformance;

/// <summary>Runs the listed cases, and checks that the list names existing cases.</summary>
internal static class HostLimits
{
    /// <summary>
    /// Runs the body of a case. If a limit covers the case, the body must show a wrong answer of the host: by a failed assertion, by a
    /// connection that ends too early, or by bytes that are not HTTP. The host must still answer after that. A time-out, a refused
    /// connection, a skip and every other exception fail the test.
    /// </summary>
    /// <param name="limits">The limits of the host.</param>
    /// <param name="test">The name of the test.</param>
    /// <param name="arguments">The arguments of the test, which name the case.</param>
    /// <param name="body">The case.</param>
    /// <param name="answer">Sends a simple request, and throws if the host does not answer it.</param>
    /// <exception cref="XunitException">A limit covers the case, and the body does not throw, or the host does not answer after it.</exception>
    public static async Task RunAsync(IReadOnlyList<HostLimit> limits, string test, object?[] arguments, Func<Task> body, Func<Task> answer)
    {
        if (limits.FirstOrDefault(limit => limit.Covers(test, arguments)) is not { } known)
        {
            await body();
            return;
        }

        try
        {
            await body();
        }
        catch (Exception exception) when (exception is XunitException and not SkipException or IOException or InvalidDataException)
        {
            if (await Record.ExceptionAsync(answer) is { } failure)
                throw new XunitException("The case fails as its limit says, but after it the host does not answer a simple request.", failure);
            return;
        }
        catch (SkipException exception)
        {
            throw new XunitException($"No case is skipped: {exception.Message}", exception);
        }

        throw new XunitException($"This case passes on this host, so its limit is out of date. Remove the case from the limit: {known.Reason}");
    }

    /// <summary>Returns a sentence for each limit whose test or value does not exist in <see cref="HostCases"/>.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<HostLimit> limits)
    {
        var cases = typeof(HostCases).GetMethods()
            .Where(method => method.IsDefined(typeof(FactAttribute)) && method.ReturnType == typeof(Task))
            .ToLookup(method => method.Name, method => method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data), StringComparer.Ordinal);
        return limits.SelectMany(limit => cases.Contains(limit.Case)
            ? limit.Values
                .Where(value => !cases[limit.Case].Any(rows => rows.Any(row => HostLimit.Matches(value, row))))
                .Select(value => $"{limit.Case} has no case \"{value}\".")
            : [$"HostCases has no test {limit.Case}."]);
    }
}
