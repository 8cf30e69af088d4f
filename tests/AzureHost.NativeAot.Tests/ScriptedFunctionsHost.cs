using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lessons.Tests;

/// <summary>A Functions host on loopback. It waits for workers and sends the messages that a test prescribes.</summary>
internal sealed class ScriptedFunctionsHost : IAsyncDisposable
{
    private readonly Channel<WorkerSession> _sessions = Channel.CreateUnbounded<WorkerSession>();
    private readonly WebApplication _server;

    private ScriptedFunctionsHost()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting().AddSingleton(new ScriptedRpcService(_sessions.Writer));
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = options.MaxSendMessageSize = null);
        _server = builder.Build();
        _server.UseRouting();
        _server.MapGrpcService<ScriptedRpcService>();
    }

    public int Port => int.Parse(_server.Urls.Single().Split(':')[^1], CultureInfo.InvariantCulture);

    public static async Task<ScriptedFunctionsHost> StartAsync()
    {
        var host = new ScriptedFunctionsHost();
        await host._server.StartAsync();
        return host;
    }

    /// <summary>Returns the session of the next worker that has connected.</summary>
    public async Task<WorkerSession> AcceptAsync() => await _sessions.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);

    public async ValueTask DisposeAsync()
    {
        while (_sessions.Reader.TryRead(out var session))
            session.Close();
        await _server.DisposeAsync();
    }
}
