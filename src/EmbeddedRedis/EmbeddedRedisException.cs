namespace Lessons;

/// <summary>The embedded server cannot start; the message says why, in one sentence for the person who started it.</summary>
public sealed class EmbeddedRedisException(string message, Exception innerException) : Exception(message, innerException);
