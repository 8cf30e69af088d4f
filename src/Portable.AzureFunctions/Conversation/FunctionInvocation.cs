using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>
/// An invocation in flight. <paramref name="Cancellation"/> is cancelled when the host sends InvocationCancel, because the client has
/// disconnected, or when the grace period of WorkerTerminate ends. <paramref name="ClientGone"/> is cancelled only by an InvocationCancel
/// before WorkerTerminate. The sources have no timers and need no disposal.
/// </summary>
internal sealed record FunctionInvocation(InvocationRequest Request, CancellationTokenSource Cancellation, CancellationTokenSource ClientGone)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => Request.InvocationId;

    /// <summary>Completes when the answer has been passed to the stream.</summary>
    public Task Answered => _answered.Task;

    public void SetAnswered() => _answered.SetResult();
}
