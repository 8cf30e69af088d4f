using System.Diagnostics;

namespace Lessons.LambdaLocal;

/// <summary>An event that waits for the function or that the function processes.</summary>
internal sealed class PendingInvocation(byte[] payload, string traceId)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _clock = new();

    public string Id { get; } = Guid.NewGuid().ToString();

    public byte[] Payload => payload;

    public string TraceId => traceId;

    public Task<InvocationResult> Result => _result.Task;

    public TimeSpan Duration => _clock.Elapsed;

    /// <summary>The id of the process that got the event; 0 if no process got the event.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The duration of the process's start, for the first event of the process only.</summary>
    public TimeSpan? InitDuration { get; private set; }

    /// <summary>Starts the clock when the function gets the event.</summary>
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
