using System.Text.Json;

namespace Lessons.TestRun;

/// <summary>
/// The result of a test project, from its report (Common Test Report Format, https://ctrf.io). A program that crashed, or that ran no
/// test in a run where each project must have tests, counts as one failure.
/// </summary>
internal sealed record ProjectResult(string Name, IReadOnlyList<TestResult> Tests, bool HasCrashed, TimeSpan Elapsed, string Output)
{
    private const int NoTestMatches = 8; // an exit code of Microsoft.Testing.Platform

    public int Failed => Count("failed") + (HasCrashed ? 1 : 0);

    public IReadOnlyList<TestResult> Skipped => [.. Tests.Where(test => test.Status == "skipped")];

    public override string ToString() =>
        $"{Name}: {Count("passed")} passed, {Failed} failed, {Skipped.Count} skipped, {Elapsed.TotalSeconds:F0} s";

    public static ProjectResult Read(string name, string report, int exitCode, TimeSpan elapsed, string output, bool mayBeEmpty)
    {
        var tests = File.Exists(report) ? ReadTests(name, report) : [];
        var hasEnded = exitCode is 0 || (exitCode == NoTestMatches && mayBeEmpty) || tests.Exists(test => test.Status == "failed");
        var hasCrashed = !hasEnded || (tests.Count == 0 && !mayBeEmpty);
        return new(name, tests, hasCrashed, elapsed, output);
    }

    public int Count(string status) => Tests.Count(test => test.Status == status);

    // A program that crashes while it writes its report leaves an incomplete report. Such a report counts as a report without tests.
    private static List<TestResult> ReadTests(string project, string report)
    {
        try
        {
            return ParseTests(project, report);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static List<TestResult> ParseTests(string project, string report)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(report));
        var tests = document.RootElement.GetProperty("results").GetProperty("tests").EnumerateArray();
        return [.. tests.Select(test => new TestResult(
            project,
            test.GetProperty("name").GetString()!,
            test.GetProperty("status").GetString()!,
            TimeSpan.FromMilliseconds(test.GetProperty("duration").GetDouble()),
            test.TryGetProperty("message", out var message) ? message.GetString() : null))];
    }
}
