using Grpc.Core;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>Accepts a worker's call and passes the stream to the conversation with this worker.</summary>
internal sealed class FunctionRpcService(WorkerSupervisor supervisor) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        try
        {
            if (!await requestStream.MoveNext(context.CancellationToken))
                return;
            if (requestStream.Current.StartStream is not { } start || supervisor.Find(start.WorkerId) is not { } conversation || !conversation.TryTakeStream())
            {
                await Console.Error.WriteLineAsync("The stand-in closed a stream. Only the running worker may open a stream, only one stream, and its first message must be StartStream.");
                return;
            }

            await conversation.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The connection broke. If the reason is the end of the process, WorkerInstance detects the end by itself.
        }
    }
}
