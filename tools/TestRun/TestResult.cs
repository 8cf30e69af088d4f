namespace Lessons.TestRun;

/// <summary>One test's outcome: <c>passed</c>, <c>failed</c> or <c>skipped</c>, in CTRF's words.</summary>
internal sealed record TestResult(string Project, string Name, string Status, TimeSpan Duration, string? Message);
