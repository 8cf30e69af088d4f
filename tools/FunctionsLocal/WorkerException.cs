namespace Lessons.FunctionsLocal;

/// <summary>The worker did not do its part; the message says what it did instead.</summary>
internal sealed class WorkerException(string message) : Exception(message);
