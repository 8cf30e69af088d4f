namespace Portable.Http;

/// <summary>
/// A handler has read the body of a request that the host did not read in full. <see cref="Recover"/> answers 413.
/// </summary>
public sealed class BodyTooLargeException() : InvalidOperationException("The body is larger than the host accepts");
