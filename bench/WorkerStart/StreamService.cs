using System.Threading.Channels;
using Grpc.Core;
using Portable.AzureFunctions.Protocol;

namespace Lessons.WorkerStart;

/// <summary>Hands on each stream that comes, and keeps it open until it has been used.</summary>
internal sealed class StreamService(ChannelWriter<WorkerStream> streams) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        using var stream = new WorkerStream(requestStream, responseStream);
        await streams.WriteAsync(stream, context.CancellationToken);
        await stream.Closed;
    }
}
