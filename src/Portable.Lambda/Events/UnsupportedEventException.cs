namespace Portable.Lambda;

/// <summary>The function does not support the event. The message says why.</summary>
public sealed class UnsupportedEventException(string message) : Exception(message);
