using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Lessons.Tests;

/// <summary>Receives OTLP over HTTP (opentelemetry-proto) and stores the names of the metrics and spans.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    // The protobuf field numbers of resource_metrics, scope_metrics, metrics and name, and of resource_spans, scope_spans, spans and name.
    private static readonly int[] MetricName = [1, 2, 2, 1];
    private static readonly int[] SpanName = [1, 2, 2, 5];

    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, bool> Metrics { get; } = [];

    public ConcurrentDictionary<string, bool> Spans { get; } = [];

    /// <summary>The body of every request, unchanged.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = [];

    public string Url => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Bodies.Enqueue(body.ToArray());
        var (names, path) = context.Request.Path == "/v1/metrics" ? (Metrics, MetricName) : (Spans, SpanName);
        foreach (var name in Find(body.ToArray(), path))
            names[name] = true;
    }

    private static IEnumerable<string> Find(byte[] message, int[] path)
    {
        var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) != path[0] || WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
                input.SkipLastField();
            else if (path is [_])
                yield return input.ReadString();
            else
            {
                foreach (var name in Find(input.ReadBytes().ToByteArray(), path[1..]))
                    yield return name;
            }
        }
    }
}
