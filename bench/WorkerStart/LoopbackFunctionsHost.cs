using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Portable.AzureFunctions.Protocol;

namespace Lessons.WorkerStart;

/// <summary>The Functions host on loopback, as little of it as a worker needs.</summary>
internal sealed class LoopbackFunctionsHost : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<WorkerStream> _streams;

    private LoopbackFunctionsHost(WebApplication server, Channel<WorkerStream> streams) => (_server, _streams) = (server, streams);

    public static async Task<LoopbackFunctionsHost> StartAsync()
    {
        var streams = Channel.CreateUnbounded<WorkerStream>();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new StreamService(streams.Writer));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var server = builder.Build();
        server.MapGrpcService<StreamService>();
        await server.StartAsync();
        return new(server, streams);
    }

    /// <summary>What the Functions host appends to a worker's command line.</summary>
    public string[] Arguments()
    {
        var url = _server.Urls.Single();
        var port = url[(url.LastIndexOf(':') + 1)..];
        var length = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        return
        [
            "--host", "127.0.0.1", "--port", port, "--workerId", "bench", "--requestId", "bench", "--grpcMaxMessageLength", length,
            "--functions-uri", $"http://127.0.0.1:{port}/", "--functions-worker-id", "bench", "--functions-request-id", "bench", "--functions-grpc-max-message-length", length,
        ];
    }

    /// <summary>Waits for the stream of the worker that was started last, up to its StartStream.</summary>
    public async Task<WorkerStream> AcceptAsync()
    {
        var stream = await _streams.Reader.ReadAsync().AsTask().WaitAsync(WorkerStream.Limit);
        await stream.ReceiveAsync(StreamingMessage.ContentOneofCase.StartStream);
        return stream;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
