namespace Portable.Http;

/// <summary>A handler has read the body of a request, and the host did not take all of it. <see cref="Recover"/> answers 413.</summary>
public sealed class BodyTooLargeException() : InvalidOperationException("The body is larger than the host takes");
