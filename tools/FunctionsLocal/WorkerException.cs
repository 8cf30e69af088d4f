namespace Lessons.FunctionsLocal;

/// <summary>The worker did not do what the protocol requires. The message says what happened.</summary>
internal sealed class WorkerException(string message) : Exception(message);
