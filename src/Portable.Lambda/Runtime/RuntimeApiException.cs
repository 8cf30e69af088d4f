namespace Portable.Lambda;

/// <summary>The Runtime API refused a call. After a 500 the platform wants the process to leave.</summary>
internal sealed class RuntimeApiException(int status) : Exception($"The Runtime API answered {status}.")
{
    public int Status => status;
}
