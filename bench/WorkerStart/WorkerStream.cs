using System.Globalization;
using Grpc.Core;
using Lessons.ColdStart;
using Portable.AzureFunctions.Protocol;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.WorkerStart;

/// <summary>The conversation with one worker, by one caller at a time.</summary>
internal sealed class WorkerStream(IAsyncStreamReader<StreamingMessage> reader, IServerStreamWriter<StreamingMessage> writer) : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _limit = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;

    public Task Closed => _closed.Task;

    /// <summary>Ends the stream.</summary>
    public void Dispose()
    {
        _closed.TrySetResult();
        _limit.Dispose();
    }

    /// <summary>From StartStream to a function that takes invocations.</summary>
    public async Task OpenAsync()
    {
        await writer.WriteAsync(new() { WorkerInitRequest = new() { HostVersion = "4.0.0.0" } });
        await ReceiveAsync(Kind.WorkerInitResponse);
        await writer.WriteAsync(new() { FunctionsMetadataRequest = new() });
        var function = (await ReceiveAsync(Kind.FunctionMetadataResponse)).FunctionMetadataResponse.FunctionMetadataResults.Single();
        await writer.WriteAsync(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = new() { Name = function.Name } } });
        await ReceiveAsync(Kind.FunctionLoadResponse);
        FunctionId = function.FunctionId;
    }

    public string FunctionId { get; private set; } = "";

    public async Task<RpcHttp> InvokeAsync(RpcHttp request)
    {
        await SendAsync(request);
        return await AnswerAsync();
    }

    public Task SendAsync(RpcHttp request) => writer.WriteAsync(new()
    {
        InvocationRequest = new()
        {
            InvocationId = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{++_lastId:d12}"),
            FunctionId = FunctionId,
            TraceContext = new() { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00" },
            InputData = { new ParameterBinding { Name = "req", Data = new() { Http = request } } },
        },
    });

    /// <summary>The next answer, whichever invocation's it is.</summary>
    public async Task<RpcHttp> AnswerAsync()
    {
        var response = (await ReceiveAsync(Kind.InvocationResponse)).InvocationResponse;
        return response.ReturnValue?.Http ?? throw new BenchmarkException($"The worker answered {response}");
    }

    /// <summary>The next message but a log line.</summary>
    public async Task<StreamingMessage> ReceiveAsync(Kind kind)
    {
        while (await MoveNextAsync(kind))
        {
            if (reader.Current.ContentCase == kind)
                return reader.Current;
            if (reader.Current.ContentCase != Kind.RpcLog)
                throw new BenchmarkException($"The worker sent {reader.Current} and not {kind}.");
        }

        throw new BenchmarkException($"The worker left before it had sent {kind}.");
    }

    private async Task<bool> MoveNextAsync(Kind kind)
    {
        _limit.CancelAfter(Limit); // one timer, set anew
        try
        {
            return await reader.MoveNext(_limit.Token);
        }
        catch (Exception exception) when (_limit.IsCancellationRequested && exception is OperationCanceledException or Grpc.Core.RpcException)
        {
            throw new BenchmarkException($"The worker sent no {kind} within {Limit.TotalSeconds} seconds.");
        }
    }
}
