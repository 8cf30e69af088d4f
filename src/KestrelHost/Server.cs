using System.Net;
using System.Net.Sockets;
using System.Text;
using Lessons.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lessons.KestrelHost;

/// <summary>Kestrel in front of the handler: no ASP.NET Core routing, no middleware, no configuration files.</summary>
internal static class Server
{
    // What is in flight may finish; platforms kill some ten seconds after they ask.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static WebApplication Create(AppSettings settings, Handler handler, ILoggerProvider logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.AddProvider(logging).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // StartAsync tells
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, settings));
        if (Exporter.IsWanted)
            Exporter.Add(builder);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);

        var app = builder.Build();
        app.Run(async context =>
        {
            if (await HttpContextAdapter.TryReadBodyAsync(context) is not { } body)
                return;
            var response = await handler(HttpContextAdapter.ToRequest(context, body, settings.TrustProxy), context.RequestAborted);
            await HttpContextAdapter.WriteAsync(context, response);
        });
        return app;
    }

    /// <exception cref="SettingsException">The address or port cannot be had.</exception>
    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new SettingsException($"PORT or BIND_ADDRESS cannot be used: {exception.Message}");
        }
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
