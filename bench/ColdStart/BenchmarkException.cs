namespace Lessons.ColdStart;

/// <summary>A bootstrap did not do what is to be measured.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
