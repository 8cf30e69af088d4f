using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using Portable.AzureFunctions.Protocol;

namespace Portable.AzureFunctions;

/// <summary>The one stream between this worker and the Functions host, for the life of both.</summary>
internal sealed class HostStream(WorkerArguments arguments)
{
    // So many messages are some two megabytes.
    private const int MaxWaiting = 4096;

    // How long the host may take to end its side after this worker has ended its own.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    // gRPC writes one message at a time; answers and log lines come from everywhere. It has no bound for answers: there
    // are as many as the host has requests in flight, and each of them it waits for. Log lines have two: IsCongested, IsFull.
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();

    private volatile bool _isOpen;

    /// <summary>Whether the host hears what is sent: not before the connection stands, nor after it is lost.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether the host reads more slowly than this worker writes, so that what can be spared should be.</summary>
    public bool IsCongested => _isOpen && _outgoing.Reader.Count > MaxWaiting;

    /// <summary>Whether no log line is worth its memory any more.</summary>
    public bool IsFull => _isOpen && _outgoing.Reader.Count > 4 * MaxWaiting;

    /// <summary>What was to be sent and perhaps was not, when the stream has ended.</summary>
    public IEnumerable<StreamingMessage> Unsent
    {
        get
        {
            while (_outgoing.Reader.TryRead(out var message))
                yield return message;
        }
    }

    /// <summary>False when it is too late: this worker has said goodbye, or the stream has ended.</summary>
    public bool Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Says goodbye: what waits is sent, then the stream ends.</summary>
    public void Complete() => _outgoing.Writer.TryComplete();

    /// <summary>Introduces the worker and hands over every message of the host's, in order, until one side ends the stream.</summary>
    /// <exception cref="RpcException">The host cannot be reached, or has gone.</exception>
    public async Task RunAsync(Action<StreamingMessage> receive)
    {
        using var channel = Connect();
        using var call = new FunctionRpc.FunctionRpcClient(channel).EventStream();
        var receiving = ReceiveAllAsync(call.ResponseStream, receive);
        var sending = SendAllAsync(call.RequestStream);
        try
        {
            if (await Task.WhenAny(receiving, sending) == sending)
                await Task.WhenAny(receiving, Task.Delay(Farewell)); // also where it failed: the host's side tells better why
            await (receiving.IsCompleted ? receiving : sending);
        }
        finally
        {
            _isOpen = false;
            Complete();
            call.Dispose(); // ends what still waits for the host
            await Task.WhenAll(receiving, sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // why it ended is known by now
        }
    }

    // What an app's settings say of proxies is not for the way to the host.
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
            _isOpen = true; // SendAllAsync may not have got so far yet as to know it
            receive(messages.Current);
        }
    }

    // A message leaves the queue when it has been sent: one that fails halfway is among the unsent.
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
