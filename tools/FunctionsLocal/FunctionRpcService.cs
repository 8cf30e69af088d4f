using Grpc.Core;
using Portable.AzureFunctions.Protocol;

namespace Lessons.FunctionsLocal;

/// <summary>Takes a worker's call and hands its stream to the conversation with that worker.</summary>
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
                await Console.Error.WriteLineAsync("A stream that does not begin with the StartStream of the running worker, or is its second, is closed.");
                return;
            }

            await conversation.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The connection broke: the end of the process, if that is why, is noticed by itself.
        }
    }
}
