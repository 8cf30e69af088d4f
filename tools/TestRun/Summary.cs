using System.Globalization;

namespace Lessons.TestRun;

/// <summary>Writes the result of a run. The last line contains the numbers of passed and failed tests.</summary>
internal static class Summary
{
    private const int Slowest = 10;

    /// <summary>Returns true if no test failed, at least one test passed, and in CI on Linux no test was skipped.</summary>
    public static bool Write(Plan plan, IReadOnlyCollection<ProjectResult> results, TimeSpan elapsed)
    {
        WriteProjects(results, elapsed);
        WriteSlowest(results);
        WriteLeftOut(plan, results);

        var (passed, failed, skipped) = Count(results);
        var isSkippedInCi = skipped > 0 && OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("CI") == "true";
        Console.WriteLine();
        if (isSkippedInCi)
            Console.WriteLine($"Skipped tests: {skipped}. In CI on Linux no test may be skipped.");
        WriteFailures(results);
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 && !isSkippedInCi;
    }

    private static void WriteProjects(IReadOnlyCollection<ProjectResult> results, TimeSpan elapsed)
    {
        Console.WriteLine();
        Console.WriteLine($"{"project",-32}{"tests",8}{"failed",8}{"skipped",8}{"seconds",8}");
        foreach (var result in results.OrderBy(result => result.Name, StringComparer.Ordinal))
            WriteRow(result.Name, result.Tests.Count, result.Failed, result.Skipped.Count, result.Elapsed);
        var (passed, failed, skipped) = Count(results);
        WriteRow("all", passed + failed + skipped, failed, skipped, elapsed);
    }

    private static void WriteRow(string name, int tests, int failed, int skipped, TimeSpan elapsed) =>
        Console.WriteLine($"{name,-32}{tests,8}{failed,8}{skipped,8}{Seconds(elapsed, "0"),8}");

    private static (int Passed, int Failed, int Skipped) Count(IReadOnlyCollection<ProjectResult> results) =>
        (results.Sum(result => result.Count("passed")), results.Sum(result => result.Failed), results.Sum(result => result.Skipped.Count));

    private static void WriteFailures(IReadOnlyCollection<ProjectResult> results)
    {
        foreach (var test in results.SelectMany(result => result.Tests).Where(test => test.Status == "failed"))
            Console.WriteLine($"failed: {test.Project}: {test.Name}");
        foreach (var result in results.Where(result => result.HasCrashed))
            Console.WriteLine($"failed: {result.Name} reported no failed test, but its exit code is not 0 or it ran no test.");
    }

    private static void WriteSlowest(IReadOnlyCollection<ProjectResult> results)
    {
        Console.WriteLine();
        Console.WriteLine($"The {Slowest} slowest tests:");
        foreach (var test in results.SelectMany(result => result.Tests).OrderByDescending(test => test.Duration).Take(Slowest))
            Console.WriteLine($"{Seconds(test.Duration, "0.0"),8} s  {test.Project}: {test.Name}");
    }

    private static void WriteLeftOut(Plan plan, IReadOnlyCollection<ProjectResult> results)
    {
        if (plan.LeftOut.Length > 0)
        {
            Console.WriteLine();
            Console.WriteLine($"These projects did not run: {string.Join(", ", plan.LeftOut)}. {plan.LeftOutReason}");
        }

        foreach (var reason in results.SelectMany(result => result.Skipped).GroupBy(test => test.Message ?? "no reason is given", StringComparer.Ordinal))
            Console.WriteLine($"Skipped ({reason.Count()}): {reason.Key}");
    }

    private static string Seconds(TimeSpan time, string format) => time.TotalSeconds.ToString(format, CultureInfo.InvariantCulture);
}
