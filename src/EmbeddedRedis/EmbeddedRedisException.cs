namespace Lessons;

/// <summary>The embedded Redis cannot start. The message gives the reason, for the person who started the program.</summary>
public sealed class EmbeddedRedisException(string message, Exception innerException) : Exception(message, innerException);
