namespace Portable.Lambda;

/// <summary>The event is none that this function understands; the message says which it wants.</summary>
public sealed class UnsupportedEventException(string message) : Exception(message);
