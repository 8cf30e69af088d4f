namespace Portable.Lambda;

/// <summary>The event is not an HTTP event that this function can read. The message names the formats that it accepts.</summary>
public sealed class UnsupportedEventException(string message) : Exception(message);
