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

    /// <summary>The process that got the event; 0 when none did.</summary>
    public int ProcessId { get; private set; }

    /// <summary>How long that process took to start, for its first event only.</summary>
    public TimeSpan? InitDuration { get; private set; }

    /// <summary>The time runs from here: the function has got the event.</summary>
    public void Begin(int processId, TimeSpan? initDuration)
    {
        (ProcessId, InitDuration) = (processId, initDuration);
        _clock.Start();
    }

    public void Complete(InvocationResult result)
    {
        _clock.Stop();
        _result.TrySetResult(result);
    }
}
