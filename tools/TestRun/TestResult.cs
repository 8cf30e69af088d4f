namespace Lessons.TestRun;

/// <summary>The result of one test. In CTRF the status is <c>passed</c>, <c>failed</c> or <c>skipped</c>.</summary>
internal sealed record TestResult(string Project, string Name, string Status, TimeSpan Duration, string? Message);
