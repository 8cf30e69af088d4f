using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>How something went, in the protocol's words.</summary>
internal static class Result
{
    /// <summary>Success, or a failure with its sentence, which the host logs.</summary>
    public static StatusResult Of(string? error) => error is null
        ? new() { Status = StatusResult.Types.Status.Success }
        : new() { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = error } };
}
