using System.Threading.Channels;
using Grpc.Core;
using Portable.AzureFunctions.Protocol;

namespace Lessons.Tests;

/// <summary>Passes each worker's stream to the test.</summary>
internal sealed class ScriptedRpcService(ChannelWriter<WorkerSession> sessions) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        using var session = new WorkerSession(responseStream);
        var listening = session.RunAsync(requestStream, context.CancellationToken);
        await sessions.WriteAsync(session, context.CancellationToken);
        await listening;
    }
}
