using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>The only stream between this worker and the Functions host. It stays open until the worker or the host ends it.</summary>
internal sealed class HostStream(WorkerArguments arguments)
{
    // In messages. 4,096 messages take about two megabytes.
    private const int MaxWaiting = 4096;

    // How long this worker waits for the host to end the stream after the worker has ended its own side.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    // Many threads send answers and log lines, and gRPC writes one message at a time, so the messages wait here. The channel does not
    // limit the number of answers: each answer belongs to one of the host's requests in flight, and the host waits for the answer. IsCongested
    // and IsFull limit the number of log lines.
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();

    private volatile bool _isOpen;

    /// <summary>Whether messages reach the host. False before the connection is open and after the stream has ended.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether so many messages wait, because the host reads slowly, that log lines below Warning should be left out.</summary>
    public bool IsCongested => _isOpen && _outgoing.Reader.Count > MaxWaiting;

    /// <summary>Whether so many messages wait that every log line should be left out, to save memory.</summary>
    public bool IsFull => _isOpen && _outgoing.Reader.Count > 4 * MaxWaiting;

    /// <summary>Removes and returns the messages that were not sent completely before the stream ended.</summary>
    public IEnumerable<StreamingMessage> Unsent
    {
        get
        {
            while (_outgoing.Reader.TryRead(out var message))
                yield return message;
        }
    }

    /// <summary>Queues a message. Returns false when this worker has called Complete or the stream has ended.</summary>
    public bool Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Ends the stream after the waiting messages have been sent.</summary>
    public void Complete() => _outgoing.Writer.TryComplete();

    /// <summary>Sends StartStream, and passes each message of the host to the method, in order, until one side ends the stream.</summary>
    /// <exception cref="RpcException">The host cannot be reached, the connection is lost, or a message is too long.</exception>
    public async Task RunAsync(Action<StreamingMessage> receive)
    {
        using var channel = Connect();
        using var call = new FunctionRpc.FunctionRpcClient(channel).EventStream();
        var receiving = ReceiveAllAsync(call.ResponseStream, receive);
        var sending = SendAllAsync(call.RequestStream);
        try
        {
            if (await Task.WhenAny(receiving, sending) == sending)
                await Task.WhenAny(receiving, Task.Delay(Farewell)); // if sending failed, the host's side of the stream has a more exact reason
            await (receiving.IsCompleted ? receiving : sending);
        }
        finally
        {
            _isOpen = false;
            Complete();
            call.Dispose(); // ends the task that still waits for the host
            await Task.WhenAll(receiving, sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the reason for the end is known here
        }
    }

    // The app's environment may contain a proxy for its requests. The connection to the host uses no proxy.
    private GrpcChannel Connect() => GrpcChannel.ForAddress(arguments.Address, new()
    {
        HttpHandler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null },
        MaxReceiveMessageSize = arguments.MaxMessageBytes,
        MaxSendMessageSize = arguments.MaxMessageBytes,
    });

    private async Task ReceiveAllAsync(IAsyncStreamReader<StreamingMessage> messages, Action<StreamingMessage> receive)
    {
        while (await messages.MoveNext(CancellationToken.None))
        {
            _isOpen = true; // SendAllAsync may not have set this field yet
            receive(messages.Current);
        }
    }

    // A message is removed from the queue when it has been sent. If sending fails halfway, Unsent contains the message.
    private async Task SendAllAsync(IClientStreamWriter<StreamingMessage> messages)
    {
        await messages.WriteAsync(new() { RequestId = arguments.RequestId, StartStream = new() { WorkerId = arguments.WorkerId } });
        _isOpen = true;
        while (await _outgoing.Reader.WaitToReadAsync())
        {
            while (_outgoing.Reader.TryPeek(out var message))
            {
                await messages.WriteAsync(message);
                _outgoing.Reader.TryRead(out _);
            }
        }

        await messages.CompleteAsync();
    }
}
