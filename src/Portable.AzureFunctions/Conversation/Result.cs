using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>Creates the protocol's results.</summary>
internal static class Result
{
    /// <summary>Returns success if there is no error, otherwise a failure with the error's text, which the host logs.</summary>
    public static StatusResult Of(string? error) => error is null
        ? new() { Status = StatusResult.Types.Status.Success }
        : new() { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = error } };
}
