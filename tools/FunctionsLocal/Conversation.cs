using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Portable.AzureFunctions.Protocol;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.FunctionsLocal;

/// <summary>The host's side of the stream to one worker: the messages to send, and the tasks that wait for the worker's messages.</summary>
internal sealed class Conversation(string workerId)
{
    // An HTTP request adds an invocation and at most two cancellations, so the number of the clients' requests limits this channel.
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<Kind, TaskCompletionSource<StreamingMessage>> _expected = new([new(Kind.StartStream, NewSource())]);
    private volatile WorkerException? _failure;
    private int _hasStream;

    public string WorkerId => workerId;

    public InvocationTable Invocations { get; } = new();

    /// <summary>Returns true for the first stream only, because a conversation has one stream.</summary>
    public bool TryTakeStream() => Interlocked.Exchange(ref _hasStream, 1) == 0;

    public void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Sends a message to the worker and waits for the worker's answer of this kind.</summary>
    /// <exception cref="WorkerException">The worker sent no answer within the limit, or has ended.</exception>
    public Task<StreamingMessage> AskAsync(StreamingMessage message, Kind answer, TimeSpan limit, CancellationToken cancellationToken)
    {
        var expected = ExpectAsync(answer, limit, cancellationToken);
        Send(message);
        return expected;
    }

    public async Task<StreamingMessage> ExpectAsync(Kind kind, TimeSpan limit, CancellationToken cancellationToken)
    {
        var expected = _expected.GetOrAdd(kind, _ => NewSource());
        if (_failure is { } failure)
            throw failure;
        try
        {
            return await expected.Task.WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new WorkerException($"The worker sent no {kind} within {limit.TotalSeconds} seconds.");
        }
        finally
        {
            _expected.TryRemove(kind, out _);
        }
    }

    /// <summary>Fails every task that waits for a message of the ended worker. Also fails the invocations, unless doInvocationsHang is true.</summary>
    public void Fail(WorkerException failure, bool doInvocationsHang = false)
    {
        _failure = failure;
        foreach (var expected in _expected.Values)
            expected.TrySetException(failure);
        if (!doInvocationsHang)
            Invocations.Fail(failure);
    }

    /// <summary>Ends the stream if the worker has not ended it.</summary>
    public void Close() => _outgoing.Writer.TryComplete();

    /// <summary>Reads and writes messages until one side closes the stream.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> reader, IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (reading, writing) = (ReadAsync(reader, ended.Token), WriteAsync(writer, ended.Token));
        await Task.WhenAny(reading, writing);
        await ended.CancelAsync();
        await Task.WhenAll(reading, writing);
    }

    private static TaskCompletionSource<StreamingMessage> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(IAsyncStreamReader<StreamingMessage> reader, CancellationToken cancellationToken)
    {
        do
        {
            Receive(reader.Current);
        }
        while (await reader.MoveNext(cancellationToken));
    }

    private void Receive(StreamingMessage message)
    {
        if (message.ContentCase == Kind.RpcLog)
            WorkerLog.Write(message.RpcLog, Invocations);
        else if (message.ContentCase == Kind.InvocationResponse)
            Invocations.TryComplete(message.InvocationResponse);
        else if (_expected.TryGetValue(message.ContentCase, out var expected))
            expected.TrySetResult(message);
    }

    // Messages that wait in the channel are sent together.
    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        var (held, flushed) = (new WriteOptions(WriteFlags.BufferHint), new WriteOptions());
        while (await _outgoing.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_outgoing.Reader.TryRead(out var message))
            {
                writer.WriteOptions = _outgoing.Reader.TryPeek(out _) ? held : flushed;
                await writer.WriteAsync(message, cancellationToken);
            }
        }
    }
}
