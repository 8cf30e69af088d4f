using System.Diagnostics;
using System.IO.Pipelines;

namespace Lessons.LambdaLocal;

/// <summary>An event that waits for the function or that the function processes.</summary>
internal sealed class PendingInvocation(byte[] payload, string traceId)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PipeReader> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _clock = new();

    public string Id { get; } = Guid.NewGuid().ToString();

    public byte[] Payload => payload;

    public string TraceId => traceId;

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>The bytes of a streamed response, as the function sends them. Completes only if the function streams its response.</summary>
    public Task<PipeReader> Stream => _stream.Task;

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

    /// <summary>Begins a streamed response. Returns false if the function has begun one before.</summary>
    public bool TryBeginStream(PipeReader stream) => _stream.TrySetResult(stream);

    public void Complete(InvocationResult result)
    {
        _clock.Stop();
        _result.TrySetResult(result);
    }
}
