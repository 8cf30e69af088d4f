using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Portable.AzureFunctions.Protocol;

namespace Lessons.Tests;

/// <summary>The host's side of one worker's stream: the worker's answers, its log lines and its end.</summary>
internal sealed class WorkerSession(IServerStreamWriter<StreamingMessage> toWorker) : IDisposable
{
    private readonly SemaphoreSlim _oneWrite = new(1);
    private volatile TaskCompletionSource? _pause;
    private readonly TaskCompletionSource _close = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<StreamingMessage> _answers = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new(StringComparer.Ordinal);

    public ConcurrentQueue<RpcLog> Log { get; } = new();

    /// <summary>Completes when the worker has ended its side of the stream, or the test has closed the stream.</summary>
    public Task Ended => _ended.Task.WaitAsync(Eventually.Bound);

    /// <summary>Reads the worker's messages until the worker or the test ends the stream.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> fromWorker, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(ListenAsync(fromWorker, cancellationToken), _close.Task);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Stops reading until <see cref="GoOn"/> is called. The session reads one more message and handles it after that call.</summary>
    public void Pause() => _pause = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => _pause?.TrySetResult();

    /// <summary>Ends the stream without an error, as a host does that stops.</summary>
    public void Close() => _close.TrySetResult();

    public async Task SendAsync(StreamingMessage message)
    {
        await _oneWrite.WaitAsync();
        try
        {
            await toWorker.WriteAsync(message);
        }
        finally
        {
            _oneWrite.Release();
        }
    }

    /// <summary>Returns the next message that is neither a log line nor an invocation's answer.</summary>
    public async Task<StreamingMessage> NextAsync() => await _answers.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);

    public async Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        await SendAsync(message);
        return await NextAsync();
    }

    /// <summary>Sends WorkerInitRequest and FunctionLoadRequest, and waits for the worker's answers.</summary>
    public async Task<WorkerSession> InitAsync()
    {
        await AskAsync(new() { RequestId = "init", WorkerInitRequest = new() { HostVersion = "4.0.0" } });
        await AskAsync(new() { RequestId = "load", FunctionLoadRequest = new() { FunctionId = "lessons" } });
        return this;
    }

    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request)
    {
        var answer = Expect(request.InvocationId);
        await SendAsync(new() { InvocationRequest = request });
        return await answer;
    }

    /// <summary>Returns the task of the answer to an invocation. A test calls this method before it sends the invocation.</summary>
    public Task<InvocationResponse> Expect(string invocationId) =>
        _invocations.GetOrAdd(invocationId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(Eventually.Bound);

    public void Dispose() => _oneWrite.Dispose();

    private async Task ListenAsync(IAsyncStreamReader<StreamingMessage> fromWorker, CancellationToken cancellationToken)
    {
        while (await fromWorker.MoveNext(cancellationToken))
        {
            var message = fromWorker.Current;
            if (_pause is { } pause)
                await pause.Task;
            if (message.RpcLog is { } log)
                Log.Enqueue(log);
            else if (message.InvocationResponse is { } response)
                _invocations[response.InvocationId].SetResult(response);
            else
                await _answers.Writer.WriteAsync(message, cancellationToken);
        }
    }
}
