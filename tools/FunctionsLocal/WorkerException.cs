namespace Lessons.FunctionsLocal;

/// <summary>The worker failed or ended, or did something that this stand-in does not support. The message says what happened.</summary>
internal sealed class WorkerException(string message) : Exception(message);
