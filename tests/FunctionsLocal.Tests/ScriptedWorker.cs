using Grpc.Core;
using Grpc.Net.Client;
using Portable.AzureFunctions.Protocol;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.Tests;

/// <summary>A worker whose process only waits. The test sends the worker's messages.</summary>
internal sealed class ScriptedWorker : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<StreamingMessage, StreamingMessage> _stream;
    private readonly Action<int> _exit;

    public ScriptedWorker(string[] lines, Action<int> exit)
    {
        (WorkingFolder, Runtime, Arguments, _exit) = (lines[0], lines[1], lines[2..], exit);
        _channel = GrpcChannel.ForAddress(Argument("--functions-uri"));
        _stream = new FunctionRpc.FunctionRpcClient(_channel).EventStream();
    }

    public string WorkingFolder { get; }

    public string Runtime { get; }

    public string[] Arguments { get; }

    public string Argument(string name) => Arguments[Array.IndexOf(Arguments, name) + 1];

    /// <summary>Ends the process with this exit code.</summary>
    public void Exit(int code) => _exit(code);

    public Task SendAsync(StreamingMessage message) => _stream.RequestStream.WriteAsync(message);

    /// <summary>Returns the host's next message, and throws an exception if the message is not of this kind.</summary>
    public async Task<StreamingMessage> ReceiveAsync(Kind kind)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        if (!await _stream.ResponseStream.MoveNext(bound.Token))
            throw new InvalidOperationException($"The stream ended without {kind}.");
        var message = _stream.ResponseStream.Current;
        return message.ContentCase == kind ? message : throw new InvalidOperationException($"Expected {kind}, received {message}");
    }

    /// <summary>Waits for the host. Returns true if the host closes the stream, and false if it sends a message.</summary>
    public async Task<bool> IsClosedAsync()
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        return !await _stream.ResponseStream.MoveNext(bound.Token);
    }

    public Task SendStartAsync() => SendAsync(new() { StartStream = new() { WorkerId = Argument("--functions-worker-id") } });

    /// <summary>Sends the worker's messages from StartStream to FunctionLoadResponse. Only the first worker receives FunctionsMetadataRequest.</summary>
    public async Task OpenAsync(string[] capabilities, bool isFirst = true, string? loadError = null, string binding = """{"name":"req","type":"httpTrigger","authLevel":"Anonymous","route":"{*path}"}""")
    {
        await SendStartAsync();
        await ReceiveAsync(Kind.WorkerInitRequest);
        var init = new WorkerInitResponse { Result = Success };
        foreach (var capability in capabilities)
            init.Capabilities[capability.Split('=')[0]] = capability.Contains('=', StringComparison.Ordinal) ? capability[(capability.IndexOf('=', StringComparison.Ordinal) + 1)..] : "true";
        await SendAsync(new() { WorkerInitResponse = init });
        if (isFirst)
        {
            await ReceiveAsync(Kind.FunctionsMetadataRequest);
            var function = new RpcFunctionMetadata { FunctionId = "f-1", Name = "all", Language = "dotnet-isolated", RawBindings = { binding } };
            await SendAsync(new() { FunctionMetadataResponse = new() { Result = Success, FunctionMetadataResults = { function } } });
        }

        var load = await ReceiveAsync(Kind.FunctionLoadRequest);
        await SendAsync(new() { FunctionLoadResponse = new() { FunctionId = load.FunctionLoadRequest.FunctionId, Result = loadError is null ? Success : new() { Status = StatusResult.Types.Status.Failure, Exception = new() { Message = loadError } } } });
    }

    public async Task<InvocationRequest> NextInvocationAsync() => (await ReceiveAsync(Kind.InvocationRequest)).InvocationRequest;

    public Task AnswerAsync(InvocationRequest invocation, RpcHttp http) =>
        SendAsync(new() { InvocationResponse = new() { InvocationId = invocation.InvocationId, Result = Success, ReturnValue = new() { Http = http } } });

    /// <summary>Answers the next invocation and returns its request.</summary>
    public async Task<RpcHttp> ServeAsync(RpcHttp answer)
    {
        var invocation = await NextInvocationAsync();
        await AnswerAsync(invocation, answer);
        return invocation.InputData.Single().Data.Http;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _channel.Dispose();
    }

    public static StatusResult Success => new() { Status = StatusResult.Types.Status.Success };

    public static RpcHttp Ok => new() { StatusCode = "200", Body = new() { String = "ok" } };
}
