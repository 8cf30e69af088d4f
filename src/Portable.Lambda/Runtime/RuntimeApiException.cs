namespace Portable.Lambda;

/// <summary>The Runtime API refused a call. After a 500, the process must exit.</summary>
public sealed class RuntimeApiException(int status) : Exception($"The Runtime API returned {status}.")
{
    /// <summary>The status of the response.</summary>
    public int Status => status;
}
