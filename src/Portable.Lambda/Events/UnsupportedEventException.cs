namespace Portable.Lambda;

/// <summary>The event is not an HTTP event of an accepted format, or a property is not valid. The message says which.</summary>
public sealed class UnsupportedEventException(string message) : Exception(message);
