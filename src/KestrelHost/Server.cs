using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Portable.Http;

namespace Lessons.KestrelHost;

/// <summary>Kestrel in front of the handler: no ASP.NET Core pipeline, no configuration files.</summary>
internal static class Server
{
    // What is in flight may finish; platforms kill some ten seconds after they ask.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static IHost Create(AppSettings settings, OtlpSettings otlp, Handler handler, ILoggerProvider logging)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(logging).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // HttpService tells
        if (otlp.IsWanted)
            AddExporter(builder, otlp, logging.CreateLogger("lessons-server"));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddHostedService(services => new HttpService(
            CreateKestrel(settings, services),
            new(handler, HostAnswer.Wrap(AppResponse.MalformedRequest, logging.CreateLogger("lessons-server"), TimeProvider.System)),
            logging.CreateLogger("lessons-server")));
        return builder.Build();
    }

    private static void AddExporter(HostApplicationBuilder builder, OtlpSettings otlp, ILogger logger)
    {
        if (!otlp.SendsMetrics)
            HostLog.SignalNotSent(logger, "METRICS");
        if (!otlp.SendsTraces)
            HostLog.SignalNotSent(logger, "TRACES");
        builder.Services.AddSingleton(new ExporterEvents(logger));
        Exporter.Add(builder, otlp);
    }

    private static KestrelServer CreateKestrel(AppSettings settings, IServiceProvider services)
    {
        var options = new KestrelServerOptions { ApplicationServices = services };
        Configure(options, settings);
        // A buffer for each connection from the start saves a system call a request; reading on where the bytes arrive
        // saves a thread's switch. No handler blocks there: a password's hash has a thread of its own.
        var sockets = new SocketTransportOptions { WaitForDataBeforeAllocatingBuffer = false, UnsafePreferInlineScheduling = true };
        var logging = services.GetRequiredService<ILoggerFactory>();
        return new(Options.Create(options), new SocketTransportFactory(Options.Create(sockets), logging), logging);
    }

    private static void Configure(KestrelServerOptions options, AppSettings settings)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null; // Core's answer is a 413 with a message
        options.RequestHeaderEncodingSelector = _ => Encoding.Latin1; // a stray byte in some cookie spoils no request
        options.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        if (settings.BindAddress is { } address)
            options.Listen(address, settings.Port);
        else if (settings.Port == 0)
            options.Listen(IPAddress.Loopback, 0); // localhost is two addresses, which would be given two ports
        else
            options.ListenLocalhost(settings.Port);
    }
}
