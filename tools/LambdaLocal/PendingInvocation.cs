using System.Diagnostics;

namespace Lessons.LambdaLocal;

/// <summary>An event on its way to the function and back.</summary>
internal sealed class PendingInvocation(byte[] payload, string traceId)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _clock = new();

    public string Id { get; } = Guid.NewGuid().ToString();

    public byte[] Payload => payload;

    public string TraceId => traceId;

    public Task<InvocationResult> Result => _result.Task;

    public TimeSpan Duration => _clock.Elapsed;

    /// <summary>The time runs from here: the function has got the event.</summary>
    public void Begin() => _clock.Start();

    public void Complete(InvocationResult result)
    {
        _clock.Stop();
        _result.TrySetResult(result);
    }
}
