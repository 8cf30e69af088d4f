namespace Lessons.Stores;

/// <summary>Redis could not be reached, did not answer in time, or answered with an error: the inner exception tells.</summary>
public sealed class StoreException(string message, Exception innerException) : Exception(message, innerException);
