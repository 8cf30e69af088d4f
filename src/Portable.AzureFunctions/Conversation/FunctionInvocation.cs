using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>
/// A request on its way. It is cancelled when its client has gone or this worker ends; only the first cancels
/// <paramref name="ClientGone"/> too. The sources have no timers, so there is nothing in them to dispose of.
/// </summary>
internal sealed record FunctionInvocation(InvocationRequest Request, CancellationTokenSource Cancellation, CancellationTokenSource ClientGone)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => Request.InvocationId;

    /// <summary>Completes when the answer has been handed to the stream.</summary>
    public Task Answered => _answered.Task;

    public void SetAnswered() => _answered.SetResult();
}
