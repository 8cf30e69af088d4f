namespace Portable.Lambda;

/// <summary>The Runtime API refused a call. After a 500 the platform wants the process to leave.</summary>
public sealed class RuntimeApiException(int status) : Exception($"The Runtime API answered {status}.")
{
    /// <summary>The status of the answer.</summary>
    public int Status => status;
}
