using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>The only stream between this worker and the Functions host. It stays open until one of the two ends.</summary>
internal sealed class HostStream(WorkerArguments arguments)
{
    // This number of messages takes about two megabytes.
    private const int MaxWaiting = 4096;

    // The time that the host has to end its side after this worker has ended its own side.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    // gRPC writes one message at a time, and many threads send answers and log lines. The number of answers has no bound here:
    // each belongs to one of the host's requests in flight, and the host waits for each. Log lines have two bounds: IsCongested, IsFull.
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();

    private volatile bool _isOpen;

    /// <summary>Whether the host receives messages. False before the connection is open and after the connection is lost.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether the host reads more slowly than this worker writes. Messages that are not necessary should then be left out.</summary>
    public bool IsCongested => _isOpen && _outgoing.Reader.Count > MaxWaiting;

    /// <summary>Whether so many messages wait that every log line should be left out, to save memory.</summary>
    public bool IsFull => _isOpen && _outgoing.Reader.Count > 4 * MaxWaiting;

    /// <summary>The messages that were perhaps not sent, when the stream has ended.</summary>
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
    /// <exception cref="RpcException">The host cannot be reached, or the connection is lost.</exception>
    public async Task RunAsync(Action<StreamingMessage> receive)
    {
        using var channel = Connect();
        using var call = new FunctionRpc.FunctionRpcClient(channel).EventStream();
        var receiving = ReceiveAllAsync(call.ResponseStream, receive);
        var sending = SendAllAsync(call.RequestStream);
        try
        {
            if (await Task.WhenAny(receiving, sending) == sending)
                await Task.WhenAny(receiving, Task.Delay(Farewell)); // also if sending failed: the host's side has the better reason
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

    // The proxy settings of an app do not apply to the connection to the host.
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
