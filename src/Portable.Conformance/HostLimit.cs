using System.Collections;
using System.Globalization;

namespace Portable.Conformance;

/// <summary>
/// Cases that fail on a host. Each of them runs, and must fail by a wrong answer of the host: by a failed assertion, by a connection
/// that ends too early, or by bytes that are not HTTP. A time-out and a refused connection fail the test. So the list is never out of date.
/// </summary>
/// <param name="Case">The name of a test of <see cref="HostCases"/>.</param>
/// <param name="Values">The cases of the test: each by its first argument, or by all its arguments joined by spaces. Empty for every case.</param>
/// <param name="Reason">Why the cases fail: what the host or its platform does.</param>
public sealed record HostLimit(string Case, IReadOnlyList<string> Values, string Reason)
{
    internal bool Covers(string test, object?[] arguments) => test == Case && (Values is [] || Values.Any(value => Matches(value, arguments)));

    internal static bool Matches(string value, object?[] arguments) =>
        arguments.Length > 0 && (value == Text(arguments[0]) || value == string.Join(' ', arguments.Select(Text)));

    // The values of a params array are arguments of their own.
    private static string? Text(object? argument) => argument is IEnumerable values and not string
        ? string.Join(' ', values.Cast<object?>().Select(Text))
        : Convert.ToString(argument, CultureInfo.InvariantCulture);
}
